import Transformer

/// What the server sends, and how it turns the cohort's messages into its next state: an ordered fold, so that a cohort is
/// never held whole.
public protocol ServerRule: Sendable {
  /// Vectors that the rule keeps in the server's state.
  func fields(_ layout: ParameterLayout) -> [StateField]

  /// Puts the rule's first values into the server's state, before round 1.
  func begin(_ server: inout ServerState)

  /// What each client of a round gets; asked once a round, then called once a client.
  func messages(_ server: ServerState, _ plan: RoundPlan) -> @Sendable (_ client: Int) -> Message

  /// A client's own version of the round's plan, where it trains and sends less than others; nil: all have the same.
  func plans(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout
  ) -> (@Sendable (_ client: Int) -> RoundPlan)?

  /// A fold over the messages of a round.
  ///
  /// - Parameter clients: number of all clients, sampled or not.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold

  /// Why it cannot merge an update that began with older parameters, in a few words; nil: it can, since all that it takes of a
  /// client is a change of the parameters.
  var staleObstacle: String? { get }
}

/// A merge under way.
public protocol ServerFold {
  /// Takes one client's message in; called in client order.
  mutating func add(_ update: ClientUpdate)

  /// Turns what was added into the server's next state; nothing is changed when nothing was added.
  func finish(_ server: inout ServerState)
}

/// One client's contribution to a merge.
public struct ClientUpdate: Sendable {
  /// Client index.
  public var client: Int
  /// Its training samples n_k, all of them, whatever share it used.
  public var samples: Int
  /// Optimiser steps it took.
  public var steps: Int
  /// What it sent.
  public var message: Message

  /// Makes an update.
  public init(client: Int, samples: Int, steps: Int, message: Message) {
    self.client = client
    self.samples = samples
    self.steps = steps
    self.message = message
  }
}

extension Message {
  /// Name of the part that holds the parameters in the ranges that travel, end to end.
  public static let parameters = "parameters"
}

extension ServerRule {
  /// It may need more of a client than a change.
  public var staleObstacle: String? {
    "its server needs messages that were made in the round that merges them"
  }

  /// None.
  public func fields(_ layout: ParameterLayout) -> [StateField] { [] }

  /// Adds nothing.
  public func begin(_ server: inout ServerState) {}

  /// The same for everybody.
  public func plans(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout
  ) -> (@Sendable (Int) -> RoundPlan)? { nil }

  /// The same for everybody: the server's parameters in the ranges that travel.
  public func messages(
    _ server: ServerState, _ plan: RoundPlan
  ) -> @Sendable (Int) -> Message {
    var message = Message()
    message.add(Message.parameters, server.parameters.gathered(plan.travelling))
    return { [message] _ in message }
  }
}

extension Array where Element == Float {
  /// The values in `ranges`, end to end.
  func gathered(_ ranges: [Range<Int>]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(ranges.valueCount)
    for range in ranges { values += self[range] }
    return values
  }

  /// Puts `values`, end to end, into `ranges`, as far as they go.
  mutating func scatter(_ values: [Float], into ranges: [Range<Int>]) {
    var next = 0
    for range in ranges where next + range.count <= values.count {
      replaceSubrange(range, with: values[next..<next + range.count])
      next += range.count
    }
  }
}

extension Array where Element == Range<Int> {
  /// Number of values in all ranges together.
  var valueCount: Int { reduce(0) { $0 + $1.count } }
}
