import Foundation
import Metrics

/// One line of a list of runs.
public struct RunListing: Sendable, Equatable {
  /// Name of the run: the stem of its file.
  public var name: String
  /// Absolute path of the file.
  public var path: String
  /// How the run is; nil when the file cannot be read.
  public var status: RunStatus?
  /// Registry name of the method.
  public var method: String
  /// Name of the data set; empty before `run_started`.
  public var data: String
  /// Absolute path of the data set; nil for one that is part of the program, and where the file does not say.
  public var dataPath: String? = nil
  /// Name of the encoder; empty before `run_started`.
  public var model: String
  /// Rounds the run is to last; 0 before `run_started`.
  public var rounds: Int
  /// What its answers are judged by.
  public var score = Score.accuracy
  /// The last personalised value of that; nil before the first evaluation.
  public var value: Double? = nil
  /// When the run was made; nil when the file cannot be read.
  public var created: Date?
  /// Every setting by its dotted key; empty when the file cannot be read.
  public var settings: [String: ConfigValue] = [:]
  /// Bytes on disk, write-ahead log included.
  public var size: Int
  /// Bytes that a round adds to the file, on average; nil before the first round.
  public var growth: Int?
  /// Why the file cannot be read, in one line.
  public var problem: String?

  /// The last personalised value of a score; nil where the run is judged by another.
  public func value(of score: Score) -> Double? { score == self.score ? value : nil }
}

extension ScoreColumn {
  /// The column of these runs, but for those that cannot be read.
  public init(of listings: [RunListing]) {
    self.init(listings.lazy.filter { $0.status != nil }.map(\.score))
  }
}
