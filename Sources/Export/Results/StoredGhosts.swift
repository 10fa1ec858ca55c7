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
    do {
      return try ResultFile.results(data)
    } catch {
      preconditionFailure("the stored runs cannot be read: scripts/make-ghosts (\(error))")
    }
  }()

  /// The ghost of a run: the stored run that had the same data, federation and clock, the same samples on the same clients at
  /// the same seed, and the same training but for what a method chooses; nil when there is none, and for the method itself.
  ///
  /// Both are of the program's own data and encoder, which a name tells: what a path names has another.
  public static func behind(_ started: RunStarted) -> GhostTrace? {
    let own = RunResult(started)
    let other = results.first { stored in
      stored.seed == own.seed && stored.method != own.method && stored.planned == own.planned
        && stored.split["partition"] == own.split["partition"]
        && stored.settings.allSatisfy { key, value in
          // What the run's method does not read cannot differ.
          choices.contains(key) || (own.settings[key] ?? value).plainText == value.plainText
        }
    }
    return other.map { GhostTrace(.method, run: $0.method, round: 0, points: $0.curve.ghostPoints) }
  }

  /// What a method may have its own way without another question being asked: how fast it learns.
  private static let choices: Set<String> = [
    "train.learning_rate", "train.schedule", "train.weight_decay", "train.momentum", "train.clip",
    "method.head", "method.reading",
  ]
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
