import Plain

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
