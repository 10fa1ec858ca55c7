/// A run of a directory at a glance: one row of a list of runs.
public struct RunCard: Sendable, Equatable {
  /// What has become of a run.
  public enum Condition: String, Sendable, CaseIterable {
    /// It trains.
    case live
    /// A process holds it in a pause.
    case paused
    /// Its process is stopped, as by Ctrl-Z.
    case suspended
    /// All its rounds are done.
    case finished
    /// It ended early and in good order.
    case interrupted
    /// Its process is gone without a word.
    case dead
    /// Its file cannot be read.
    case damaged

    /// Whether a process has it.
    public var isLive: Bool { self == .live || self == .paused || self == .suspended }
  }

  /// Name of the run: the stem of its file.
  public var name: String
  /// Absolute path of the file.
  public var path: String
  /// What has become of it.
  public var condition: Condition
  /// Registry name of the method; empty when unknown.
  public var method = ""
  /// Name of the data set; empty when unknown.
  public var data = ""
  /// Last finished round.
  public var round = 0
  /// Rounds the run is to last; 0 when unknown.
  public var rounds = 0
  /// What its answers are judged by.
  public var score = Score.accuracy
  /// The personalised value of that after each finished round; nil where it was not evaluated.
  public var values: [Double?] = []
  /// Bytes in both directions.
  public var bytes = 0
  /// Virtual seconds so far.
  public var simSeconds = 0.0
  /// When the run was made, seconds since 1970; nil when unknown.
  public var created: Double?
  /// Every setting by its dotted key.
  public var settings: [String: ConfigValue] = [:]
  /// Why the file cannot be read, in one line.
  public var problem: String?

  /// A run of which nothing else is known.
  public init(name: String, path: String, condition: Condition) {
    self.name = name
    self.path = path
    self.condition = condition
  }

  /// The last personalised value; nil before the first evaluation.
  public var last: Double? { values.last { $0 != nil } ?? nil }

  /// The best personalised value; nil before the first evaluation.
  public var best: Double? {
    values.compactMap { $0 }.filter(\.isFinite).max { score.merit($0) < score.merit($1) }
  }

  /// Settings in which two runs differ, by key, each with what both have; nil where one has none.
  public static func differences(
    _ left: RunCard, _ right: RunCard
  ) -> [(key: String, left: ConfigValue?, right: ConfigValue?)] {
    Set(left.settings.keys).union(right.settings.keys).sorted()
      .filter { left.settings[$0] != right.settings[$0] }
      .map { ($0, left.settings[$0], right.settings[$0]) }
  }
}
