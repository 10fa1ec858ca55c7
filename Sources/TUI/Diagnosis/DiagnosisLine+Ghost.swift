import Metrics

extension DiagnosisLine {
  /// How far a run is from the one behind it: loss and accuracy now, and what its best accuracy cost both; none without a
  /// ghost.
  static func ghost(_ scene: Scene) -> [DiagnosisLine] {
    guard let ghost = scene.ghost else { return [] }
    let rounds = scene.snapshot.rounds
    let loss = difference(
      "loss", ghost.lossDelta, rounds, rounds.map(\.trainLoss), ghost.loss,
      Units.significant)
    let accuracy = difference(
      scene.snapshot.score.title, ghost.accuracyDelta, rounds, rounds.map(\.accuracy),
      ghost.accuracy
    ) { "\(Units.fixed(100 * $0, 1)) points" }
    return [loss, accuracy].compactMap { $0 } + costs(scene, ghost)
  }

  private static func difference(
    _ title: String, _ delta: Ghost.Delta?, _ rounds: [RoundReport], _ own: [Double?],
    _ theirs: [Double?], _ text: (Double) -> String
  ) -> DiagnosisLine? {
    guard let delta else { return nil }
    let history = zip(own, theirs).map { mine, other in
      mine.flatMap { mine in other.map { mine - $0 } }
    }
    let behind = history.firstIndex { value in
      value.map { delta.lessIsBetter ? $0 > 0 : $0 < 0 } ?? false
    }
    return DiagnosisLine(
      title, value: (delta.value > 0 ? "+" : "") + text(delta.value),
      bound: "round \(delta.round)", isWrong: delta.role == .warn, history: history,
      round: behind.map { rounds[$0].round }, cause: .learning)
  }

  /// Bytes and virtual seconds to the best accuracy, in those of the ghost.
  private static func costs(_ scene: Scene, _ ghost: Ghost) -> [DiagnosisLine] {
    guard let best = Series.accuracy(scene).best else { return [] }
    let rounds = scene.snapshot.rounds
    let spent = scene.snapshot.spent
    let round = rounds[best.index].round
    let bytes = spent.map { Double($0.bytesUp) + Double($0.bytesDown) }
    let seconds = spent.map(\.simSeconds)
    let there = ghost.reached(best.value)
    func line(
      _ title: String, _ own: [Double], _ other: Double?, _ text: (Double) -> String
    ) -> DiagnosisLine {
      let bound =
        other.map { "\(text($0)) by round \(there?.round ?? 0)" }
        ?? "not there by round \(ghost.last)"
      return DiagnosisLine(
        "\(title) to \(Units.percent(best.value))", value: text(own[best.index]), bound: bound,
        isWrong: other.map { own[best.index] > $0 } ?? false, history: own, round: round,
        cause: .bytes)
    }
    return [
      line("bytes", bytes, there.map { Double($0.bytes) }) {
        Units.bytes(Int.clamped($0, 0, .max / 2))
      },
      line("virtual time", seconds, there?.simSeconds) { Units.duration(seconds: $0) },
    ]
  }
}
