import Corpus
import Foundation
import Metrics
import Plain
import Transformer

extension Federation {
  /// Opens model and data, and divides the data over the clients.
  ///
  /// - Parameters:
  ///   - assets: what the process has open already, or opens now.
  ///   - places: where model and data are, if not where the settings say.
  /// - Throws: `SettingsError`, `ModelError` or `CorpusError`; nothing has been written then.
  public init(
    _ settings: Settings, assets: AssetLibrary = AssetLibrary(), places: AssetPlaces? = nil
  ) throws {
    let composition = try Composition(settings)
    let (settings, method) = (composition.settings, composition.method)
    let modelPlace = try places?.model ?? AssetPlaces.model(settings.model)
    let modelSource = Aside { try assets.source(ofModel: modelPlace) }
    let model = try assets.model(modelPlace)
    try method.initialisation?.check(layers: model.weights.configuration.layers)
    let place = try places?.data ?? AssetPlaces.data(settings.data)
    let data = try assets.data(Self.key(settings, place, model), tokenizer: model.tokenizer)
    let encoder = try Self.encoder(settings, method, model, labels: data.labelNames.count)
    try data.train.check(encoder)
    try data.test.check(encoder)
    let division = try Self.divide(data.outline, settings)
    let notes = model.notes(settings) + (DatasetLibrary.isFetched(settings.data) ? [] : data.notes)
    self.init(
      composition, encoder,
      Dataset(
        name: data.files?.title(settings.data) ?? data.name, labelNames: data.labelNames,
        train: [], test: [], notes: notes + [division.report] + composition.notes),
      Samples(
        train: data.train, test: data.test, partition: SampleLists(division.train),
        testPartition: division.test))
    sources = RunSources(
      data: try assets.source(ofData: place)
        ?? RunSources.Source(
          name: place, location: nil, files: [data.samples].compactMap(\.self)),
      model: try modelSource.value(), labels: data.labelNames)
    sources?.data.name = settings.data
    sources?.model.name = settings.model
  }

  /// What gives the parameters of a run a meaning, without its data: nothing can be trained with it.
  ///
  /// - Parameters:
  ///   - sources: what the run's file says of data and model.
  ///   - name: short name of the data.
  ///   - place: where the model is.
  /// - Throws: `SettingsError`, `ModelError` or `CorpusError`.
  public init(
    reading settings: Settings, from sources: RunSources, data name: String,
    model place: String, assets: AssetLibrary = AssetLibrary()
  ) throws {
    let composition = try Composition(settings)
    let (settings, method) = (composition.settings, composition.method)
    let model = try assets.model(place)
    try method.initialisation?.check(layers: model.weights.configuration.layers)
    let encoder = try Self.encoder(settings, method, model, labels: sources.labels.count)
    self.init(
      composition, encoder,
      Dataset(name: name, labelNames: sources.labels, train: [], test: []), nil)
    self.sources = sources
  }

  private static func key(
    _ settings: Settings, _ place: String, _ model: Model
  ) -> SharedData.Key {
    let isEmbedded = EmbeddedCorpus.Task(rawValue: place) != nil
    let wanted = settings.trainSamples > 0 ? settings.trainSamples : nil
    return SharedData.Key(
      place: place, columns: [settings.textColumn, settings.pairColumn, settings.labelColumn],
      testFraction: settings.testFraction,
      train: wanted ?? (isEmbedded ? 60 * settings.clients : nil),
      test: settings.testSamples > 0 ? settings.testSamples : nil, seed: UInt64(settings.seed),
      model: model.name, maxLength: min(settings.maxLength, model.maxLength))
  }

  private static func encoder(
    _ settings: Settings, _ method: Method, _ model: Model, labels: Int
  ) throws -> Encoder {
    let head: HeadPolicy = settings.head == .frozen ? .frozen : .automatic
    var plan = method.modules.plan(for: model.weights.configuration, head: head)
    // A checkpoint that brings a head was trained through its first token; a bare encoder's pooler says little.
    plan.pooling =
      switch settings.pooling {
      case .first: .first
      case .mean: .mean
      case .auto: model.weights.hasHead ? .first : .mean
      }
    return try Encoder(
      weights: model.weights, plan: plan, labels: labels,
      precision: settings.precision)
  }

  private static func divide(
    _ dataset: Dataset, _ settings: Settings
  ) throws -> (train: [[Int]], test: [[Int]], report: String) {
    let partition = PartitionSettings(
      scheme: settings.partition,
      alpha: settings.alpha, sizeAlpha: settings.sizeAlpha, minimum: settings.minimumSamples)
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .partition)
    let division = try partitionWithTest(
      dataset, clients: settings.clients, settings: partition, using: &random)
    let skew = SkewReport(parts: division.train, labels: dataset.train.map(\.label))
    let report =
      "\(settings.partition.rawValue) partition: \(skew.smallest) to \(skew.largest) samples a client "
      + "(median \(skew.median)), commonest label \(Units.percent(skew.meanTopLabelShare)) on average"
    return (division.train, division.test, report)
  }
}

extension Model {
  /// What was decided about the tokenizer, and about lengths.
  fileprivate func notes(_ settings: Settings) -> [String] {
    guard maxLength < min(settings.maxLength, weights.configuration.maxLength) else { return notes }
    return notes + [
      "\(name): texts are cut to \(maxLength) tokens, the tokenizer's model_max_length"
    ]
  }
}

extension String {
  /// The text, or nil when it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}
