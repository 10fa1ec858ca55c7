/// What a run had cost at the end of a round, its initialisation included.
public struct Spent: Sendable, Equatable {
  /// Bytes sent by clients.
  public var bytesUp: Int
  /// Bytes sent by the server.
  public var bytesDown: Int
  /// Virtual time, seconds.
  public var simSeconds: Double
  /// Floating-point operations of the clients' passes; nil where a part of the run did not count them.
  public var flops: Double?
}

extension RunSnapshot {
  /// What the run had cost at the end of each of `rounds`.
  public var spent: [Spent] {
    var total = Spent(
      bytesUp: initialisation?.bytesUp ?? 0, bytesDown: initialisation?.bytesDown ?? 0,
      simSeconds: initialisation?.simSeconds ?? 0, flops: initialisation?.flops)
    return rounds.map { round in
      // Counts can come back from a file that somebody edited.
      total.bytesUp &+= round.bytesUp
      total.bytesDown &+= round.bytesDown
      total.simSeconds += round.simSeconds
      total.flops = total.flops.flatMap { sum in round.flops.map { sum + $0 } }
      return total
    }
  }
}
