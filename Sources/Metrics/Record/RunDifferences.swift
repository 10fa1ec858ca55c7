/// What tells the runs of a list apart: their seeds, and the settings in which runs of one method differ.
public struct RunDifferences: Sendable, Equatable {
  /// The setting that a seed is.
  public static let seed = "run.seed"

  /// Whether they have several seeds.
  public let hasSeeds: Bool
  /// Settings in which the runs of a method differ, by its name.
  private let keys: [String: [String]]

  /// Looks for what differs; runs without settings, of which nothing is known, tell nothing.
  public init(_ runs: [(method: String, settings: [String: ConfigValue])]) {
    let known = runs.filter { !$0.settings.isEmpty }
    hasSeeds = Set(known.map { $0.settings[Self.seed]?.plainText }).count > 1
    keys = Dictionary(grouping: known, by: { $0.method }).mapValues { runs in
      Self.differing(runs.map { $0.settings })
    }
  }

  /// The settings of a run in which others of its method differ from it, by key; nil where it has none.
  public func settings(
    _ method: String, _ settings: [String: ConfigValue]
  ) -> [(key: String, value: ConfigValue?)] {
    guard !settings.isEmpty else { return [] }
    return (keys[method] ?? []).map { (key: $0, value: settings[$0]) }
  }

  /// The first of them in a line, such as `uplink=4000 rank=8`, and how many more there are.
  public func words(_ method: String, _ settings: [String: ConfigValue]) -> String {
    let all = self.settings(method, settings)
    let first = all.prefix(6).map { Self.label($0.key, $0.value?.plainText) }
    let more = all.count > first.count ? ["and \(all.count - first.count) more"] : []
    return (first + more).joined(separator: " ")
  }

  /// A setting in the label of a run, such as `rank=8`: by the last word of its key.
  public static func label(_ key: String, _ value: String?) -> String {
    "\(key.split(separator: ".").last ?? "")=\(told(value))"
  }

  /// A setting among others of its key: `none` where its text is empty, a dash where a run has no such setting.
  public static func told(_ value: String?) -> String {
    value.map { $0.isEmpty ? "none" : $0 } ?? "–"
  }

  private static func differing(_ settings: [[String: ConfigValue]]) -> [String] {
    guard let first = settings.first else { return [] }
    var keys: Set<String> = []
    for other in settings.dropFirst() where other != first {
      for key in Set(other.keys).union(first.keys) where other[key] != first[key] {
        keys.insert(key)
      }
    }
    return keys.filter(tells).sorted()
  }

  /// Where a run is kept and who trains it tells nothing, and what has a column of its own is told there.
  private static func tells(_ key: String) -> Bool {
    !key.hasPrefix("run.") && !["method.name", "data.name", "federation.rounds"].contains(key)
  }
}
