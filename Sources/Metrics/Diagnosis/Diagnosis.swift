/// The signs of a run so far: of each the last value, and what is judged.
public struct Diagnosis: Sendable, Equatable {
  /// One sign of a run.
  public struct Finding: Sendable, Equatable {
    /// Which.
    public var sign: Sign
    /// What rounds said of it.
    public var evidence: Evidence

    /// What is judged: the last value of a sign that is cumulative, else the mean over rounds.
    public var value: Double { evidence.value(of: sign) }
    /// How far it is beyond its bound; nil without a bound.
    public var severity: Double? { sign.severity(value) }
    /// What is to be said of it.
    public var verdict: Verdict { evidence.verdict(on: sign) }
    /// Why it is not judged, in a few words; nil where it is.
    public var doubt: String? {
      switch verdict {
      case .early:
        "too early: \(Units.fixed(evidence.count, 0)) of \(Units.fixed(sign.patience, 0)) rounds"
      case .unclear: "not by more than chance, ± \(sign.text(2 * evidence.standardError))"
      case .told, .sound, .beyond: nil
      }
    }
    /// Whether it is beyond, as far as can be known.
    public var isWrong: Bool { verdict == .beyond }
  }

  private var known: [Sign: Evidence] = [:]

  /// Nothing known.
  public init() {}

  /// Adds a round's signs; those of a name that is not known are left out.
  public mutating func add(_ signs: [String: Double]) {
    for (name, value) in signs {
      guard let sign = Sign(rawValue: name), value.isFinite else { continue }
      known[sign, default: Evidence()].add(value)
    }
  }

  /// What is judged of a sign; nil when no round said anything of it.
  public func finding(_ sign: Sign) -> Finding? {
    known[sign].map { Finding(sign: sign, evidence: $0) }
  }

  /// All findings: those that are beyond, the worst first, then the others, those nearest to their bounds first.
  public var findings: [Finding] {
    Sign.allCases.compactMap(finding).enumerated()
      .sorted { left, right in
        let (a, b) = (left.element, right.element)
        if a.isWrong != b.isWrong { return a.isWrong }
        let (first, second) = (a.severity ?? -.infinity, b.severity ?? -.infinity)
        return first == second ? left.offset < right.offset : first > second
      }
      .map(\.element)
  }

  /// Whether the same is found.
  public static func == (left: Diagnosis, right: Diagnosis) -> Bool {
    left.findings == right.findings
  }
}
