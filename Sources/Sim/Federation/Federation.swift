import Corpus
import Foundation
import Metrics
import Transformer

/// Everything that is fixed before the first event of a run: the encoder, the data of every client, the method.
public struct Federation: Sendable {
  /// Settings in force, with defaults resolved.
  public let settings: Settings
  /// The method.
  public let method: Method
  /// The encoder with the method's modules.
  public let encoder: Encoder
  /// Name of the model.
  public let modelName: String
  /// Name and labels of the data; the texts have become token ids.
  public let dataset: Dataset
  /// What was decided for the user and should be told.
  public var notes: [String] { dataset.notes }
  /// What a run file says of data and model; nil when they were never files.
  public internal(set) var sources: RunSources?
  /// Whether the samples are there, and not only what gives trained parameters a meaning.
  let hasSamples: Bool
  let train: TokenizedData
  let test: TokenizedData
  let partition: SampleLists
  let testPartition: [[Int]]
  let start: [Float]

  /// The samples of all clients.
  struct Samples {
    var train: TokenizedData
    var test: TokenizedData
    /// Positions in `train` of each client's samples.
    var partition: SampleLists
    /// The same for `test`.
    var testPartition: [[Int]]
  }

  /// Puts together what has been opened; without samples the clients have none.
  init(
    _ settings: Settings, _ method: Method, _ encoder: Encoder, _ dataset: Dataset,
    _ samples: Samples?, modelName: String? = nil
  ) {
    self.settings = settings
    self.method = method
    self.encoder = encoder
    self.dataset = dataset
    self.modelName = modelName ?? settings.model
    hasSamples = samples != nil
    let none = Array(repeating: [Int](), count: settings.clients)
    train = samples?.train ?? TokenizedData()
    test = samples?.test ?? TokenizedData()
    partition = samples?.partition ?? SampleLists(none)
    testPartition = samples?.testPartition ?? none
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .parameters)
    start = encoder.initialParameters(using: &random)
  }

  /// The settings with what they leave to the machine, and no more clients a round than there are.
  static func resolved(_ settings: Settings) -> Settings {
    var settings = settings
    settings.workers =
      settings.workers > 0 ? settings.workers : ProcessInfo.processInfo.activeProcessorCount
    settings.cohort = min(settings.cohort, settings.clients)
    return settings
  }
}
