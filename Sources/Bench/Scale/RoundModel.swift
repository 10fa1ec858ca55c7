/// What a round costs, in closed form (docs/scale.md): three things that go on side by side, of which the slowest is the
/// round, between what only rank 0 does before and behind them.
struct RoundModel: Equatable {
  /// Seconds of rank 0 a round: the plan, and the last step of the merge.
  var fixed: Double
  /// Seconds of rank 0 a client: its job, its result, its part of the merge.
  var client: Double
  /// Seconds that a worker trains a client.
  var training: Double
  /// Bytes of a job, and of a result.
  var bytesDown: Double
  var bytesUp: Double
  /// Bytes a second of rank 0's link, in each direction.
  var speed: Double
  /// Seconds that a message takes beside its bytes.
  var latency: Double

  /// Seconds of a round of `cohort` clients over so many ranks with `workers` workers each, rank 0 among them.
  func seconds(ranks: Int, workers: Int, cohort: Int) -> Double {
    let count = Double(cohort)
    // Whole turns: the last of them keeps some workers waiting.
    let turns = (count / Double(ranks * workers)).rounded(.up)
    let away = ranks > 1 ? count * Double(ranks - 1) / Double(ranks) : 0
    let link = away * max(bytesDown, bytesUp) / speed
    let wait = ranks > 1 ? 2 * latency : 0
    return fixed + max(turns * training + client + wait, count * client, link)
  }

  /// Workers from which on more of them gain nothing, however large the cohort: rank 0 or its link is busy all the time.
  var mostWorkers: Double { training / max(client, max(bytesDown, bytesUp) / speed) }
}
