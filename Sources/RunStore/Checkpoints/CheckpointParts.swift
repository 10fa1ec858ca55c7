import Foundation

/// A checkpoint in parts, so that a round writes only what it changed.
public struct CheckpointParts: Sendable, Equatable {
  /// The server: small against the clients, written every time.
  public var server: Data
  /// Client parts by client index: on the way into a file those that changed since the last
  /// checkpoint, on the way out those of every client.
  public var clients: [Int: Data]

  /// Makes a checkpoint from its parts.
  public init(server: Data, clients: [Int: Data] = [:]) {
    self.server = server
    self.clients = clients
  }
}
