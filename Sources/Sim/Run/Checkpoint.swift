import Plain

/// Everything a run needs to go on after a round, in two parts so that a round writes only what it changed.
public struct Checkpoint: Sendable, Equatable {
  /// Last finished round; 0 after the initialisation.
  public var round: Int
  /// The server: parameters, knobs, global layers, totals.
  public var server: [UInt8]
  /// Clients that changed since the last checkpoint: data order, local factors, averages, moments.
  public var clients: [Int: [UInt8]]

  /// Makes a checkpoint from its stored parts.
  public init(round: Int, server: [UInt8], clients: [Int: [UInt8]]) {
    self.round = round
    self.server = server
    self.clients = clients
  }
}

/// A checkpoint that cannot be read, in one line.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public var description: String

  init(_ description: String) { self.description = description }
}

extension ByteReader<CheckpointError> {
  /// Reads one part of a checkpoint.
  init(checkpoint bytes: [UInt8]) {
    self.init(bytes) { CheckpointError("checkpoint: \($0)") }
  }
}
