import Corpus
import Transformer

extension Federation {
  /// A federation over samples that are token ids already, without a test split: for benchmarks.
  ///
  /// - Parameters:
  ///   - settings: of method, federation and training; those of model and data are not read.
  ///   - encoder: has the modules that the method trains.
  ///   - train: one sample an entry.
  ///   - partition: positions in `train` of each client's samples; nil: clients draw them, as the settings say.
  /// - Throws: `SettingsError` for an unknown method, `ModelError` when the encoder cannot take a sample, `CorpusError` when
  ///   there are too few.
  public init(
    _ settings: Settings, encoder: Encoder, train: [(encoding: Encoding, label: Int)],
    partition: [[Int]]? = nil
  ) throws {
    var settings = settings
    if let partition { settings.clients = partition.count }
    var samples = TokenizedData()
    for (encoding, label) in train { samples.append(encoding, label: label) }
    try samples.check(encoder)
    let composition = try Composition(settings)
    let fleet = try composition.fleet(encoder, longest: samples.longest)
    let none = SampleLists(empty: settings.clients)
    let parts =
      try partition.map { .listed(SampleLists($0)) }
      ?? composition.settings.drawnSplit(samples.labels, []).map { .drawn($0.train) }
      ?? ClientSamples.listed(none)
    self.init(
      composition, encoder,
      Dataset(
        name: "memory", labelNames: encoder.configuration.labelNames, train: [], test: []),
      Samples(
        train: samples, test: TokenizedData(), partition: parts, testPartition: none),
      modelName: encoder.weights.name, fleet: fleet)
  }
}
