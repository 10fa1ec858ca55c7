import Metrics
import RunStore

/// Runs side by side.
public struct Comparison {
  /// One run.
  public struct Entry {
    /// Its name.
    let name: String
    /// Every setting by key.
    let configuration: [String: ConfigValue]
    /// Its record.
    let snapshot: RunSnapshot
  }

  /// When a run first answered well enough, and what it had cost until then.
  struct Reached: Equatable, Encodable {
    /// The round.
    var round: Int
    /// Bytes in both directions, initialisation included.
    var bytes: Int
    /// Virtual seconds, initialisation included.
    var simSeconds: Double

    enum CodingKeys: String, CodingKey {
      case round, bytes
      case simSeconds = "sim_seconds"
    }
  }

  /// The runs, in the order given.
  let entries: [Entry]
  /// The personalised accuracy to reach; nil when no run was evaluated.
  let target: Double?

  /// Part of the worst run's best accuracy that is the target when none is given: all runs can
  /// reach it.
  static let defaultTargetShare = 0.95

  /// Compares runs at a target, or at the default one when nil.
  public init(_ entries: [Entry], target: Double?) {
    self.entries = entries
    let bests = entries.compactMap(\.bestAccuracy)
    self.target = target ?? bests.min().map { $0 * Self.defaultTargetShare }
  }

  /// Settings that are not the same everywhere, by key.
  ///
  /// A file of data counts as its path and the SHA-256 of its parts. Left out are those with a row of their own, and where the run file is and how many workers
  /// trained it, which say nothing about a method.
  var differingKeys: [String] {
    let keys = Set(entries.flatMap(\.configuration.keys))
      .subtracting(["method.name", "model.name", "run.directory", "run.workers", "run.backend"])
    return keys.filter { key in
      entries.dropFirst().contains {
        $0.configuration[key] != entries.first?.configuration[key]
      }
    }.sorted()
  }
}

extension Comparison.Entry {
  /// Opens the run file at `path`.
  /// - Throws: `StoreError`.
  public init(path: String) throws(StoreError) {
    let reader = try RunReader(path: path)
    var configuration = reader.meta.provenance.configuration
    // Two files of one name are two data sets, and so are two states of one file.
    if let source = reader.meta.provenance.sources?.data, let location = source.location {
      configuration["data.path"] = .text(location)
      configuration["data.sha256"] = .text(
        source.files.map { String($0.sha256.prefix(12)) }.joined(separator: " "))
    }
    self.init(
      name: reader.name, configuration: configuration, snapshot: try reader.snapshot())
  }

  /// Best personalised accuracy of any round.
  var bestAccuracy: Double? { snapshot.rounds.compactMap(\.accuracy).max() }
  /// Best accuracy of the global parameters of any round.
  var bestGlobal: Double? { snapshot.rounds.compactMap(\.accuracyGlobal).max() }
  /// Last personalised accuracy.
  var lastAccuracy: Double? { snapshot.rounds.last { $0.accuracy != nil }?.accuracy }
  /// Last accuracy of the global parameters.
  var lastGlobal: Double? {
    snapshot.rounds.last { $0.accuracyGlobal != nil }?.accuracyGlobal
  }

  /// ε after the last round; nil when no noise was added.
  var epsilon: Double? { snapshot.rounds.last?.epsilon }

  /// The first round with at least this personalised accuracy; nil when there is none.
  func reached(_ target: Double) -> Comparison.Reached? {
    let start = snapshot.initialisation
    var cost = Comparison.Reached(
      round: 0, bytes: (start?.bytesUp ?? 0) &+ (start?.bytesDown ?? 0),
      simSeconds: start?.simSeconds ?? 0)
    for round in snapshot.rounds {
      cost.round = round.round
      cost.bytes = cost.bytes &+ round.bytesUp &+ round.bytesDown
      cost.simSeconds += round.simSeconds
      if let accuracy = round.accuracy, accuracy >= target { return cost }
    }
    return nil
  }
}
