import Metrics

/// What a comparison needs of a run: a few thousand bytes, where the run file has megabytes.
public struct RunResult: Sendable, Equatable {
  /// Name of the run.
  public var run: String
  /// Registry name of its method.
  public var method: String
  /// Seed of every draw.
  public var seed: UInt64
  /// Every setting that can change the result, by key, without method and seed.
  public var settings: [String: ConfigValue]
  /// Round at which it left another run; nil for one that began by itself.
  public var branched: Int?
  /// What was turned by hand while it was live, such as `sparsity 0.2 from round 12`.
  public var turned: [String]
  /// The data.
  public var data: Source
  /// The encoder.
  public var model: Source
  /// SHA-256 of who has which sample; nil where the run file does not say.
  public var partitionHash: String?
  /// Accuracy of always answering the majority class.
  public var majorityAccuracy: Double?
  /// Accuracy of always answering each client's own majority class.
  public var majorityPersonal: Double?
  /// Rounds it was to last.
  public var planned: Int
  /// Rounds it lasted.
  public var rounds: Int
  /// Its evaluations.
  public var curve: ResultCurve
  /// Bytes sent by clients, initialisation included.
  public var bytesUp: Int
  /// Bytes sent by the server, initialisation included.
  public var bytesDown: Int
  /// Virtual time, seconds, initialisation included.
  public var simSeconds: Double
  /// Wall time of the rounds, seconds.
  public var wallSeconds: Double
  /// ε of differential privacy after the last round; nil when no noise was added.
  public var epsilon: Double?
  /// Floating-point operations of the clients' passes, initialisation included; nil where the run did not count them.
  public var flops: Double?
  /// Version of the program that made the run.
  public var program: String
  /// OpenBLAS core type it was computed with: results differ between them in the last bits.
  public var coreType: String
  /// When the run was made, UTC, as `2026-11-26T10:42:00Z`.
  public var created: String
  /// In a file: settings that most of its runs have and this one has not.
  var unread: [String]?

  /// A data set or a model: what it is called, and what it is.
  public struct Source: Sendable, Equatable, Codable {
    /// What it was asked for by.
    public var name: String
    /// SHA-256 of its files, by what each is to it; empty where the run file does not say.
    public var sha256: [String: String]
    /// Whether it is part of the program; embedded data are made anew of each seed.
    public var builtIn: Bool
    /// Where it was; not written to a file, which may be read by others: a path says where, not what.
    var location: String?

    enum CodingKeys: String, CodingKey {
      case name, sha256
      case builtIn = "built_in"
    }
  }

  /// Whether all of its rounds are done.
  public var isFinished: Bool { rounds >= planned && planned > 0 }
}

extension RunResult: Codable {
  enum CodingKeys: String, CodingKey {
    case run, method, seed, settings, unread, branched, turned, data, model, rounds, curve, epsilon,
      flops
    case program, created
    case partitionHash = "partition_sha256"
    case majorityAccuracy = "majority_accuracy"
    case majorityPersonal = "majority_personal"
    case planned = "rounds_planned"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
    case wallSeconds = "wall_seconds"
    case coreType = "core_type"
  }
}
