/// What all clients keep between rounds, by index: only those that keep something take room.
public struct ClientStates: Sendable, Equatable, RandomAccessCollection, MutableCollection {
  private var states: [Int: ClientState] = [:]
  /// One more than the last index.
  public let endIndex: Int

  /// `count` clients that were never sampled.
  public init(count: Int) { endIndex = count }

  /// The first index.
  public var startIndex: Int { 0 }

  /// Clients that were ever written to, ascending.
  public var touched: [Int] { states.keys.sorted() }

  /// What a client keeps.
  public subscript(index: Int) -> ClientState {
    get {
      precondition(indices.contains(index), "no such client")
      return states[index] ?? ClientState()
    }
    _modify {
      precondition(indices.contains(index), "no such client")
      yield &states[index, default: ClientState()]
    }
  }
}
