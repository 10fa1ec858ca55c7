/// Everything a run needs to go on after a round, in parts so that a round writes only what it changed.
public struct Checkpoint: Sendable, Equatable {
  /// Last finished round; 0 after the initialisation.
  public var round: Int
  /// The server: parameters, knobs, global layers, totals; small against the clients, written every time.
  public var server: [UInt8]
  /// Parts of clients by their index: on the way into a file those that changed since the last checkpoint, on the way
  /// out those of every client.
  public var clients: [Int: [UInt8]]

  /// Makes a checkpoint from its parts.
  public init(round: Int, server: [UInt8], clients: [Int: [UInt8]] = [:]) {
    self.round = round
    self.server = server
    self.clients = clients
  }
}
