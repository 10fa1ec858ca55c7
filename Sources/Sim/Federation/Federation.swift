import Corpus
import Dispatch
import Foundation
import Metrics
import Plain
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
  /// Labelled texts.
  public let dataset: Dataset
  /// What was decided for the user and should be told.
  public let notes: [String]
  let train: TokenizedData
  let test: TokenizedData
  let partition: SampleLists
  let testPartition: [[Int]]
  let start: [Float]

  /// Opens model and data, and divides the data over the clients.
  /// - Throws: `SettingsError`, `ModelError` or `CorpusError`; nothing has been written then.
  public init(_ settings: Settings) throws {
    var settings = settings
    settings.workers =
      settings.workers > 0 ? settings.workers : ProcessInfo.processInfo.activeProcessorCount
    settings.cohort = min(settings.cohort, settings.clients)
    let method = try MethodRegistry.method(settings)
    let model = try ModelLibrary.open(settings.model)
    if let selection = method.exchange.layerCount {
      _ = try LayerCount(selection.count, layers: model.weights.configuration.layers)
    }
    let dataset = try Self.dataset(settings)
    let plan = try Self.plan(settings, method, model)
    encoder = try Encoder(
      weights: model.weights, plan: plan, labels: dataset.labelNames.count,
      precision: Precision(rawValue: settings.precision) ?? .float32)
    let limit = min(settings.maxLength, model.weights.configuration.maxLength)
    train = TokenizedData(dataset.train, tokenizer: model.tokenizer, maxLength: limit)
    test = TokenizedData(dataset.test, tokenizer: model.tokenizer, maxLength: limit)
    try train.check(encoder)
    try test.check(encoder)
    let division = try Self.divide(dataset, settings)
    partition = SampleLists(division.train)
    testPartition = division.test
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .parameters)
    start = encoder.initialParameters(using: &random)
    modelName = model.name
    self.settings = settings
    self.method = method
    // The texts have become token ids.
    self.dataset = Dataset(
      name: dataset.name, labelNames: dataset.labelNames, train: [], test: [])
    notes = dataset.notes + [division.report]
  }

  private static func dataset(_ settings: Settings) throws -> Dataset {
    let isEmbedded = EmbeddedCorpus.Task(rawValue: settings.data) != nil
    let wanted = settings.trainSamples > 0 ? settings.trainSamples : nil
    let dataset = try DatasetLibrary.load(
      settings.data,
      columns: ColumnNames(
        text: settings.textColumn.nonEmpty, textPair: settings.pairColumn.nonEmpty,
        label: settings.labelColumn.nonEmpty),
      testFraction: settings.testFraction,
      train: wanted ?? (isEmbedded ? 60 * settings.clients : nil),
      test: settings.testSamples > 0 ? settings.testSamples : nil, seed: UInt64(settings.seed))
    guard dataset.labelNames.count > 1 else {
      throw CorpusError.badFile(
        path: settings.data, problem: "only one label: there is nothing to tell apart")
    }
    return dataset
  }

  private static func plan(
    _ settings: Settings, _ method: Method, _ model: Model
  ) throws -> TrainingPlan {
    let head: HeadPolicy = settings.head == "frozen" ? .frozen : .automatic
    var plan = method.modules.plan(for: model.weights.configuration, head: head)
    // A checkpoint that brings a head was trained through its first token; a bare encoder's pooler says little.
    plan.pooling =
      switch settings.pooling {
      case "first": .first
      case "mean": .mean
      default: model.weights.hasHead ? .first : .mean
      }
    return plan
  }

  private static func divide(
    _ dataset: Dataset, _ settings: Settings
  ) throws -> (train: [[Int]], test: [[Int]], report: String) {
    let partition = PartitionSettings(
      scheme: PartitionSettings.Scheme(rawValue: settings.partition) ?? .dirichlet,
      alpha: settings.alpha, sizeAlpha: settings.sizeAlpha, minimum: settings.minimumSamples)
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .partition)
    let division = try partitionWithTest(
      dataset, clients: settings.clients, settings: partition, using: &random)
    let skew = SkewReport(parts: division.train, labels: dataset.train.map(\.label))
    let report =
      "\(settings.partition) partition: \(skew.smallest) to \(skew.largest) samples a client "
      + "(median \(skew.median)), commonest label \(Units.percent(skew.meanTopLabelShare)) on average"
    return (division.train, division.test, report)
  }
}

extension String {
  /// The text, or nil when it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}
