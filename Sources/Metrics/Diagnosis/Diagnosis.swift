/// The signs of a run so far: of each the last value, and what is judged.
public struct Diagnosis: Sendable, Equatable {
  /// One sign of a run.
  public struct Finding: Sendable, Equatable {
    /// Which.
    public var sign: Sign
    /// What is judged: the last value of a sign that is cumulative, else the mean over rounds.
    public var value: Double
    /// How far it is beyond its bound; nil without a bound.
    public var severity: Double?
    /// Whether it is beyond.
    public var isWrong: Bool { severity.map { $0 > 0 } ?? false }
  }

  private var sums: [Sign: (sum: Double, count: Int, last: Double)] = [:]

  /// Nothing known.
  public init() {}

  /// Adds a round's signs; those of a name that is not known are left out.
  public mutating func add(_ signs: [String: Double]) {
    for (name, value) in signs {
      guard let sign = Sign(rawValue: name), value.isFinite else { continue }
      let before = sums[sign] ?? (0, 0, 0)
      sums[sign] = (before.sum + value, before.count + 1, value)
    }
  }

  /// Rounds that said something of a sign.
  public func count(_ sign: Sign) -> Int { sums[sign]?.count ?? 0 }

  /// What is judged of a sign; nil when no round said anything of it.
  public func finding(_ sign: Sign) -> Finding? {
    guard let known = sums[sign] else { return nil }
    let value = sign.judged(sum: known.sum, count: Double(known.count), last: known.last)
    return Finding(sign: sign, value: value, severity: sign.severity(value))
  }

  /// All findings, the worst first.
  public var findings: [Finding] {
    Sign.allCases.compactMap(finding).enumerated()
      .sorted { left, right in
        let (a, b) = (left.element.severity ?? -.infinity, right.element.severity ?? -.infinity)
        return a == b ? left.offset < right.offset : a > b
      }
      .map(\.element)
  }

  /// Whether the same is found.
  public static func == (left: Diagnosis, right: Diagnosis) -> Bool {
    left.findings == right.findings
  }
}
