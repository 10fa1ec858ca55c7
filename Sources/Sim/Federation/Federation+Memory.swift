import Corpus
import Foundation
import Plain
import Transformer

extension Federation {
  /// A federation over samples that are token ids already, without a test split: for benchmarks.
  ///
  /// - Parameters:
  ///   - settings: of method, federation and training; those of model and data are not read.
  ///   - encoder: has the modules that the method trains.
  ///   - train: one sample an entry.
  ///   - partition: positions in `train` of each client's samples.
  /// - Throws: `SettingsError` for an unknown method, `ModelError` when the encoder cannot take a sample.
  public init(
    _ settings: Settings, encoder: Encoder, train: [(encoding: Encoding, label: Int)],
    partition: [[Int]]
  ) throws {
    var settings = settings
    settings.clients = partition.count
    settings.cohort = min(settings.cohort, partition.count)
    settings.workers =
      settings.workers > 0 ? settings.workers : ProcessInfo.processInfo.activeProcessorCount
    method = try MethodRegistry.method(settings)
    var samples = TokenizedData()
    for (encoding, label) in train { samples.append(encoding, label: label) }
    self.train = samples
    test = TokenizedData()
    try self.train.check(encoder)
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .parameters)
    start = encoder.initialParameters(using: &random)
    modelName = encoder.weights.name
    dataset = Dataset(
      name: "memory", labelNames: encoder.configuration.labelNames, train: [], test: [])
    notes = []
    testPartition = Array(repeating: [], count: partition.count)
    self.partition = SampleLists(partition)
    self.encoder = encoder
    self.settings = settings
  }
}
