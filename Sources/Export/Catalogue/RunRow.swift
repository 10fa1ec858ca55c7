import Foundation
import Metrics
import Plain
import RunStore

/// A run as a line of `fedtop runs`.
public struct RunRow {
  /// A value to compare with.
  public enum Value: Equatable, Sendable {
    /// Text, such as a method's name.
    case text(String)
    /// A number: accuracies as shares, sizes in bytes, ages in seconds.
    case number(Double)

    init(_ value: ConfigValue) {
      switch value {
      case .bool(let flag): self = .text(String(flag))
      case .integer(let number): self = .number(Double(number))
      case .number(let number): self = .number(number)
      // `gal.count = 0.5` is text that people compare as a number.
      case .text(let text): self = Double(text).map(Value.number) ?? .text(text)
      }
    }
  }

  /// What can be asked of a run besides its settings.
  static let columns = ["run", "state", "method", "data", "model", "created"] + numberColumns

  /// Those that are numbers.
  static let numberColumns =
    ["seed", "round", "rounds", "bytes", "bytes_up", "bytes_down", "age", "size", "growth"]
    + Score.allCases.map(\.rawValue)

  private let listing: RunListing
  private let now: Date
  /// What the data is called among other runs.
  private var dataTitle: String
  /// What tells it from other runs.
  private var apart = RunDifferences([])

  /// Makes the line of a run as seen at `now`.
  public init(_ listing: RunListing, now: Date = Date()) {
    self.listing = listing
    self.now = now
    dataTitle = listing.data
  }

  /// The lines of several runs, which say in which settings they differ; different data sets of one name are called by the
  /// ends of their paths.
  public static func lines(_ listings: [RunListing], now: Date = Date()) -> [RunRow] {
    let places = Dictionary(grouping: listings, by: \.data).mapValues { listings in
      Set(listings.compactMap { $0.dataPath }).map { $0.split(separator: "/") }
    }
    let apart = RunDifferences(listings.map { ($0.method, $0.settings) })
    return listings.map { listing in
      var row = RunRow(listing, now: now)
      row.apart = apart
      let rivals = places[listing.data] ?? []
      guard rivals.count > 1, let own = listing.dataPath?.split(separator: "/") else { return row }
      let length = (1...own.count).first { length in
        rivals.count { $0.suffix(length) == own.suffix(length) } == 1
      }
      row.dataTitle = own.suffix(length ?? own.count).joined(separator: "/")
      return row
    }
  }

  /// `live`, `suspended`, `finished`, `interrupted`, `dead`, or `damaged` for a file that cannot be read.
  var state: String { listing.status?.word ?? "damaged" }

  private var age: Double? { listing.created.map { max(0, now.timeIntervalSince($0)) } }

  /// A column by name, or a setting by its key; nil when the run has none.
  public func value(_ key: String) -> Value? {
    func number(_ value: Int?) -> Value? { value.map { .number(Double($0)) } }
    func text(_ value: String) -> Value? { value.isEmpty ? nil : .text(value) }
    let status = listing.status
    if let score = Score(rawValue: key) { return listing.value(of: score).map(Value.number) }
    switch key {
    case "run": return .text(listing.name)
    case "state": return .text(state)
    case "method": return text(listing.method)
    case "data": return text(listing.data)
    case "model": return text(listing.model)
    case "seed": return listing.settings[RunDifferences.seed].map(Value.init)
    case "round": return number(status?.round)
    case "rounds": return number(listing.rounds)
    case "bytes": return number(status.map { $0.bytesUp &+ $0.bytesDown })
    case "bytes_up": return number(status?.bytesUp)
    case "bytes_down": return number(status?.bytesDown)
    case "created": return listing.created.map { .text(Self.timestamp($0).lowercased()) }
    case "age": return age.map(Value.number)
    case "size": return number(listing.size)
    case "growth": return number(listing.growth)
    default: return listing.settings[key].map(Value.init)
    }
  }

  /// Runs as a table for people, titles first.
  public static func table(_ rows: [RunRow]) -> [[String]] {
    let scores = ScoreColumn(of: rows.map(\.listing))
    let isTold = rows.contains { !$0.words.isEmpty }
    let titles = [
      "run", "state", "method", "data", "seed", "rounds", scores.title, "up", "down", "age", "size",
      "a round",
    ]
    return [titles + (isTold ? ["differs"] : [])] + rows.map { $0.cells(scores, isTold: isTold) }
  }

  /// Cells that are numbers.
  public static let numbers = Set(4...11)

  /// The settings in which other runs of its method differ from it, in a line.
  private var words: String { apart.words(listing.method, listing.settings) }

  /// The line for people; what is wrong with the file comes last.
  private func cells(_ scores: ScoreColumn, isTold: Bool) -> [String] {
    let status = listing.status
    let rounds = status.map { "\($0.round)/\(listing.rounds)" } ?? ""
    let cells = [
      listing.name, state, listing.method, dataTitle,
      listing.settings[RunDifferences.seed]?.plainText ?? "", rounds,
      listing.value.map { scores.text($0, listing.score) } ?? "",
      status.map { Units.bytes($0.bytesUp) } ?? "",
      status.map { Units.bytes($0.bytesDown) } ?? "", age.map(Self.span) ?? "",
      Units.bytes(listing.size), listing.growth.map(Units.bytes) ?? "",
    ]
    let last = (isTold ? [words] : []) + [listing.problem].compactMap(\.self)
    return (cells + last).map(printable)
  }

  /// The line for programs.
  public var json: some Encodable {
    Line(
      listing, state: state, age: age, differs: apart.settings(listing.method, listing.settings))
  }

  private struct Line: Encodable {
    let run, path, state, method, data, model: String
    let dataPath: String?
    let seed: ConfigValue?
    let differs: [String: ConfigValue]
    let round: Int?
    let rounds: Int
    let accuracy, exactMatch, perplexity: Double?
    let bytesUp, bytesDown: Int?
    let created: String?
    let age: Double?
    let size: Int
    let growth: Int?
    let problem: String?

    enum CodingKeys: String, CodingKey {
      case run, path, state, method, data, model, seed, differs, round, rounds, accuracy
      case perplexity, created, age, size, growth, problem
      case exactMatch = "exact_match"
      case dataPath = "data_path"
      case bytesUp = "bytes_up"
      case bytesDown = "bytes_down"
    }

    init(
      _ listing: RunListing, state: String, age: Double?,
      differs: [(key: String, value: ConfigValue?)]
    ) {
      run = listing.name
      path = listing.path
      self.state = state
      method = listing.method
      data = listing.data
      dataPath = listing.dataPath
      model = listing.model
      seed = listing.settings[RunDifferences.seed]
      self.differs = Dictionary(
        uniqueKeysWithValues: differs.compactMap { key, value in value.map { (key, $0) } })
      round = listing.status?.round
      rounds = listing.rounds
      accuracy = listing.value(of: .accuracy)
      exactMatch = listing.value(of: .exactMatch)
      perplexity = listing.value(of: .perplexity)
      bytesUp = listing.status?.bytesUp
      bytesDown = listing.status?.bytesDown
      created = listing.created.map(RunRow.timestamp)
      self.age = age
      size = listing.size
      growth = listing.growth
      problem = listing.problem
    }
  }

  private static func timestamp(_ date: Date) -> String { date.formatted(.iso8601) }

  /// An age in its largest unit that leaves two digits.
  private static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds)) s"
    case ..<7200: "\(Int(seconds / 60)) m"
    case ..<172_800: "\(Int(seconds / 3600)) h"
    default: "\(Int(min(seconds, 1e12) / 86_400)) d"
    }
  }
}
