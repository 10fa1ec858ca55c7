extension Channel {
  /// The fold that takes what clients send through this channel, and gives `inner` what its rule expects.
  ///
  /// - Parameters:
  ///   - plans: each client's own version of the plan; nil: all have the same.
  ///   - sent: what the server has for each client, before a channel makes it smaller.
  func fold(
    _ inner: any ServerFold, _ plan: RoundPlan, plans: ((Int) -> RoundPlan)? = nil,
    sent: @escaping (Int) -> Message
  ) -> any ServerFold {
    if isPlain { return inner }
    if let privacy {
      return PrivateFold(inner: inner, channel: self, privacy: privacy, plan: plan, sent: sent)
    }
    return ChannelFold(
      inner: inner, channel: self, plan: plans ?? { _ in plan }, sent: sent)
  }
}

/// Reads each client's message and passes it on.
private struct ChannelFold: ServerFold {
  var inner: any ServerFold
  let channel: Channel
  let plan: (Int) -> RoundPlan
  let sent: (Int) -> Message

  mutating func add(_ update: ClientUpdate) {
    var update = update
    update.message = channel.restored(
      update.message, sent: sent(update.client), plan(update.client))
    inner.add(update)
  }

  func finish(_ server: inout ServerState) { inner.finish(&server) }
}
