import CEmbedded
import Foundation
import Metrics

/// Runs of plain federated LoRA that come with the program, each drawn behind runs of other methods that began as it did.
///
/// `scripts/make-ghosts` makes them.
public enum StoredGhosts {
  /// The results of the stored runs.
  static let results: [RunResult] = {
    let data = Data(bytes: fedtop_embedded_ghosts(), count: fedtop_embedded_ghosts_size())
    return (try? ResultFile.results(data)) ?? []
  }()

  /// The ghost of a run: the stored run that could stand in one table of `fedtop compare` with it, at the same seed, with
  /// the same samples on the same clients, and with another method; nil when there is none.
  public static func behind(_ started: RunStarted) -> GhostTrace? {
    let own = RunResult(started)
    let traits = RunTraits(own).task
    let other = results.first { stored in
      stored.seed == own.seed && stored.method != own.method
        && stored.split["partition"] == own.split["partition"] && RunTraits(stored).task == traits
    }
    return other.map { GhostTrace(.method, run: $0.method, round: 0, points: $0.curve.ghostPoints) }
  }
}

extension ResultCurve {
  /// A point for every round up to the last evaluation: empty where none was made.
  fileprivate var ghostPoints: [GhostTrace.Point] {
    guard let last = rounds.last, last <= 100_000 else { return [] }
    var points = (1...max(1, last)).map {
      GhostTrace.Point(round: $0, trainLoss: nil, accuracy: nil)
    }
    for (index, round) in rounds.enumerated() where points.indices.contains(round - 1) {
      points[round - 1] = GhostTrace.Point(
        round: round, trainLoss: values["train_loss"]?[index], accuracy: values["accuracy"]?[index],
        bytes: bytes(index), simSeconds: simSeconds[index])
    }
    return points
  }
}
