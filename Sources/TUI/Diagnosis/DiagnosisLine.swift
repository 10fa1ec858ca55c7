import Metrics

/// Something that can be told of how a run is doing: a sign of its method, or how far it is from its ghost.
struct DiagnosisLine: Equatable {
  /// What it is, in a few words.
  let title: String
  /// The value that is judged.
  let value: String
  /// What it should be; empty where nothing is asked.
  let bound: String
  /// Whether it is not as it should be.
  let isWrong: Bool
  /// What rounds said of it, oldest first.
  let history: [Double?]
  /// What it means, why it is not judged if so, and what to turn: seen of what is wrong, and of what is under the bar.
  let advice: [String]
  /// The first round that was not as it should be, or the first that told of it where nothing is asked; nil when there is
  /// none.
  let round: Int?
  /// The pane that shows the cause.
  let cause: PaneKind

  /// All lines of a run, the worst first, and then the differences from the ghost.
  static func all(_ scene: Scene) -> [DiagnosisLine] {
    signs(scene.snapshot.rounds) + ghost(scene)
  }

  /// The signs of rounds, the worst first; none where the method has none.
  static func signs(_ rounds: [RoundReport]) -> [DiagnosisLine] {
    var diagnosis = Diagnosis()
    for report in rounds { report.signs.map { diagnosis.add($0) } }
    return diagnosis.findings.map { DiagnosisLine($0, in: rounds) }
  }

  private init(_ finding: Diagnosis.Finding, in rounds: [RoundReport]) {
    let sign = finding.sign
    let history = rounds.map { $0.signs?[sign.rawValue] }
    title = sign.title
    value = sign.text(finding.value)
    bound = sign.boundText
    isWrong = finding.isWrong
    self.history = history
    let turn = "\(sign.severity(0) == nil ? "to lower it, turn" : "turn"): \(sign.remedy)"
    let isPlain = finding.isWrong || finding.verdict == .told
    advice =
      [isPlain ? sign.meaning : "beyond it: \(sign.meaning)", finding.doubt].compactMap(\.self)
      + (isPlain ? [turn] : [])
    let first = history.firstIndex { value in
      value.map { $0.isFinite && (sign.severity($0) ?? 1) > 0 } ?? false
    }
    round = first.map { rounds[$0].round }
    cause = sign.cause
  }

  init(
    _ title: String, value: String, bound: String, isWrong: Bool, history: [Double?], round: Int?,
    cause: PaneKind
  ) {
    self.title = title
    self.value = value
    self.bound = bound
    self.isWrong = isWrong
    self.history = history
    advice = []
    self.round = round
    self.cause = cause
  }
}

extension Sign {
  /// The pane that shows what a value comes of.
  var cause: PaneKind {
    switch self {
    case .chosenLayers, .traceSpread, .headShare, .maskChange, .travellingFisher: .fisher
    case .orderLoss, .labelShift, .labelExcess, .staleness: .clients
    case .lateSteps, .hardRate, .personalGap: .learning
    case .linkShare, .price: .bytes
    }
  }
}
