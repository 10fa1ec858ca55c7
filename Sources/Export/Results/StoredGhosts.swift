import CEmbedded
import Foundation
import Host
import Metrics
import Sim

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
  /// Of the program's own encoder and data alone, which a name tells: what a path names has another.
  public static func behind(_ started: RunStarted) -> GhostTrace? {
    guard started.model.name == ModelLibrary.embeddedName else { return nil }
    let config = started.config
    let other = results.first { stored in
      config["run.seed"] == .integer(Int(clamping: stored.seed)) && stored.method != started.method
        && stored.planned == started.rounds
        && stored.partitionHash == started.partitionHash.map(ResultFile.brief)
        && stored.settings.allSatisfy { key, value in
          choices.contains(key) || config[key]?.plainText == value.plainText
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

extension GhostTrace {
  /// How the run went that is drawn behind one whose file is at `path`: its parent, else one that comes with the program; nil
  /// when there is neither.
  public static func behind(_ started: RunStarted, path: String) -> GhostTrace? {
    ParentFile(of: started, path: path)?.trace() ?? StoredGhosts.behind(started)
  }
}

extension ResultCurve {
  /// The curve as the points of a ghost.
  fileprivate var ghostPoints: [GhostTrace.Point] {
    rounds.indices.map { index in
      GhostTrace.Point(
        round: rounds[index], trainLoss: values["train_loss"]?[index],
        accuracy: values["accuracy"]?[index], bytes: bytes(index), simSeconds: simSeconds[index])
    }
  }
}
