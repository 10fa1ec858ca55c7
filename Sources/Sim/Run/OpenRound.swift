import Transformer

/// A round between its plan and its merge: what the server sends each client, and how what comes back is read.
struct OpenRound: Sendable {
  let plan: RoundPlan
  private let federation: Federation
  /// Each client's own version of the plan; nil: all have the same.
  private let plans: (@Sendable (Int) -> RoundPlan)?
  private let messages: @Sendable (Int) -> Message
  private let derived: [Float]
  /// What the server has in the ranges that come back, where updates may come late; else empty.
  private let known: [Float]

  // It keeps nothing of server and clients that a merge would have to copy.
  init(_ plan: RoundPlan, _ federation: Federation, _ server: ServerState) {
    self.plan = plan
    self.federation = federation
    let rule = federation.method.server
    let plans = rule.plans(server, plan, federation.encoder.layout)
    self.plans = plans
    if let plans {
      messages = { client in rule.messages(server, plans(client))(client) }
    } else {
      messages = rule.messages(server, plan)
    }
    derived = server.parameters.gathered(plan.derived)
    known = plan.settings.mergesStale ? server.parameters.gathered(plan.returning) : []
  }

  /// The fold that takes what clients send.
  func fold(_ server: ServerState) -> any ServerFold {
    federation.channel.fold(
      federation.method.server.fold(
        server, plan, federation.encoder.layout, clients: federation.participants.count),
      plan, plans: plans, sent: messages)
  }

  /// Whether participations give difficulties, so that what is thrown away takes them along.
  var learnsDifficulty: Bool { federation.method.curriculum.learnsDifficulty }

  /// Positions of a client's training samples, in its own order.
  func positions(_ client: Int) -> [Int] { federation.partition[client] }

  /// Training samples of a client.
  func samples(_ client: Int) -> Int { federation.partition.count(of: client) }

  /// The part of a client that kept `state`; it begins at `time`, or with the round.
  func job(_ client: Int, _ state: ClientState, at time: Double? = nil) -> ClientJob {
    var own = plans?(client) ?? plan
    own.begins = time ?? plan.begins
    return ClientJob(
      client: client, plan: own,
      message: federation.channel.down(messages(client), own, client: client),
      state: state, derived: derived)
  }

  /// Tokens that a client will pass in an epoch: the most expensive clients begin first.
  func cost(_ client: Int, _ state: ClientState) -> Int {
    guard let order = state.order else {
      return federation.train.tokens(of: federation.partition[client])
    }
    return order.batches.prefix(Pacing.batches(share: plan.share, of: order.batches.count))
      .reduce(0) { $0 + federation.train.tokens(of: $1) }
  }

  /// What a client changed in the parameters that come back; nil when it failed.
  func change(_ result: ClientResult) -> [Float]? {
    guard var message = result.message else { return nil }
    let client = result.report.client
    let channel = federation.channel
    if !channel.isPlain {
      message = channel.restored(message, sent: messages(client), plans?(client) ?? plan)
    }
    return zip(message.numbers(Message.parameters), known).map { $0 - $1 }
  }

  /// A change that began with older parameters, as the message of a client that began with these; `weight` of it counts.
  func message(ofStale change: [Float], weight: Double) -> Message {
    let scale = Float(weight)
    var message = Message()
    // A channel adds what the server has.
    message.add(
      Message.parameters,
      federation.channel.isPlain
        ? zip(known, change).map { $0 + scale * $1 } : change.map { scale * $0 })
    return message
  }
}
