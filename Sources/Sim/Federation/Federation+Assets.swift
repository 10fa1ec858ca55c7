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
  /// - Throws: `SettingsError`, `ProductsError`, `ModelError` or `CorpusError`; nothing has been written then.
  public init(
    _ settings: Settings, assets: AssetLibrary = AssetLibrary(), places: AssetPlaces? = nil
  ) throws {
    var composition = try Composition(settings)
    try composition.settings.checkAmount()
    let modelPlace = try places?.model ?? AssetPlaces.model(settings.model)
    let model = try assets.model(modelPlace)
    let width = model.weights.configuration.hiddenSize
    let products = try Products(settings.blas, settings.precision, width: width)
    composition.settings.blas = products.library
    let note = products.note(settings.blas, width: width)
    let (settings, method) = (composition.settings, composition.method)
    try method.initialisation?.check(layers: model.weights.configuration.layers)
    let place = try places?.data ?? AssetPlaces.data(settings.data)
    let request = settings.dataset(at: place, test: places?.test)
    let task = try LearningTask(settings, model)
    // Before the data is tokenised for nothing.
    try Encoder.check(Objective(settings), model.weights)
    let data = try assets.data(
      Self.key(settings, request, model, task), tokenizer: model.tokenizer)
    let weights = model.weights
    if task.template == nil {
      try weights.refuseScores(labels: data.labelNames, data: settings.data)
    }
    try settings.checkLabels(data.labelNames)
    let encoder = try Self.encoder(
      settings, method, model, labels: data.labelNames, products)
    try (method.exchange as? Personalised)?.check(encoder.layout, settings)
    try data.train.check(encoder)
    try data.test.check(encoder)
    let fleet = try composition.fleet(encoder, longest: data.train.longest)
    let split = try Self.divide(data, settings)
    var notes =
      model.notes(settings) + (DatasetLibrary.isFetched(settings.data) ? [] : data.notes)
    notes += weights.notes
    notes += [data.labelNote ?? encoder.otherLabelsNote(data.labelNames)].compactMap(\.self)
    notes +=
      [
        encoder.poolingNote, model.modulesNote(encoder), encoder.freshNote(seed: settings.seed),
        note,
      ]
      .compactMap(\.self)
    notes += encoder.plan.notes
    self.init(
      composition, encoder,
      Dataset(
        name: data.files?.title(settings.data) ?? data.name, labelNames: data.labelNames,
        train: [], test: [], notes: notes + data.facts + [split.report] + composition.notes,
        warnings: data.warnings),
      Samples(
        train: data.train, test: data.test, partition: split.train,
        testPartition: split.test, partitionHash: split.sha256), fleet: fleet)
    sources = RunSources(
      data: try assets.source(ofData: request)
        ?? RunSources.Source(
          name: place, location: nil, files: [data.samples].compactMap(\.self)),
      model: RunSources.Source(
        name: settings.model, location: modelPlace == ModelLibrary.embeddedName ? nil : modelPlace,
        files: []),
      labels: data.labelNames, request: data.request)
    sources?.data.name = settings.data
    sources?.devices = try settings.traceSource()
    modelSource = { try assets.source(ofModel: modelPlace) }
    try checkAnswers()
  }

  /// What gives the parameters of a run a meaning, without its data: nothing can be trained with it.
  ///
  /// - Parameters:
  ///   - sources: what the run's file says of data and model.
  ///   - name: short name of the data.
  ///   - place: where the model is.
  /// - Throws: `SettingsError`, `ProductsError`, `ModelError` or `CorpusError`.
  public init(
    reading settings: Settings, from sources: RunSources, data name: String,
    model place: String, assets: AssetLibrary = AssetLibrary()
  ) throws {
    let composition = try Composition(settings)
    let (settings, method) = (composition.settings, composition.method)
    let model = try assets.model(place)
    try method.initialisation?.check(layers: model.weights.configuration.layers)
    // Whose products answers are made with is no part of what was trained.
    let encoder = try Self.encoder(
      settings, method, model, labels: sources.labels,
      Products(.auto, settings.precision, width: model.weights.configuration.hiddenSize))
    self.init(
      composition, encoder,
      Dataset(name: name, labelNames: sources.labels, train: [], test: []), nil)
    self.sources = sources
  }

  /// What a run file says of data and model, with the files of the model too, which are read for it: that takes longer
  /// than to open the model.
  /// - Throws: `CorpusError` when one of them cannot be read.
  @Sendable public func fingerprint() throws -> RunSources {
    var found =
      sources
      ?? RunSources(
        data: RunSources.Source(name: settings.data, location: nil, files: []),
        model: RunSources.Source(name: settings.model, location: nil, files: []),
        labels: dataset.labelNames)
    if let model = try modelSource?() { found.model.files = model.files }
    return found
  }

  private static func key(
    _ settings: Settings, _ request: DatasetRequest, _ model: Model, _ task: LearningTask
  ) -> SharedData.Key {
    SharedData.Key(
      request: request, isSplitByFile: !settings.splitManifest.isEmpty,
      testFraction: settings.testFraction, labelNoise: settings.labelNoise,
      train: settings.trainLimit(request),
      test: settings.testSamples > 0 ? settings.testSamples : nil, seed: UInt64(settings.seed),
      model: model.name, maxLength: min(settings.maxLength, model.maxLength),
      head: task.template == nil && model.weights.head.hasLabels
        ? model.weights.configuration.labelNames : [],
      task: task)
  }

  private static func encoder(
    _ settings: Settings, _ method: Method, _ model: Model, labels: [String],
    _ products: Products
  ) throws -> Encoder {
    let plan = try method.modules.plan(
      for: model, labels: labels, head: HeadPolicy(settings))
    let encoder = try Encoder(
      weights: model.weights, plan: completed(plan, settings, model.weights, labels: labels),
      labels: labels.count, products: products)
    guard encoder.layout.trainedCount > 0 || encoder.plan.objective == .labels else {
      throw SettingsError.conflict(
        "method.name = \(settings.method): it trains nothing of \(excerpt(model.name)) where there is no "
          + "classification head; take fibecfed or fedavg-lora")
    }
    return encoder
  }

  /// The plan with what settings and data say of the head.
  static func completed(
    _ plan: TrainingPlan, _ settings: Settings, _ weights: EncoderWeights, labels: [String]
  ) -> TrainingPlan {
    var plan = plan
    plan.objective = Objective(settings)
    plan.pooling =
      switch settings.pooling {
      case .first: .first
      case .mean: .mean
      case .auto: weights.pooling
      }
    // Labels that were matched with the head's bear its names.
    plan.makesHeadAnew =
      weights.hasHead
      && !(weights.head.hasLabels && weights.configuration.labelNames == labels)
    return plan
  }

  /// What training with the settings' first values makes of a model, as far as its head goes: the plan, and what draws the
  /// values that it starts from.
  ///
  /// - Parameter labels: names of the labels.
  public static func usualStart(
    _ weights: EncoderWeights, labels: [String]
  ) throws(SettingsError) -> (plan: TrainingPlan, seed: Int, random: CounterRandom) {
    let settings = Settings()
    let composition = try Composition(settings)
    let plan = try composition.method.modules.plan(
      for: weights.configuration, head: HeadPolicy(composition.settings))
    return (
      completed(plan, composition.settings, weights, labels: labels), settings.seed,
      CounterRandom(seed: UInt64(settings.seed), purpose: .parameters)
    )
  }

  private static func divide(
    _ data: SharedData, _ settings: Settings
  ) throws -> (train: ClientSamples, test: SampleLists, sha256: String, report: String) {
    if let (train, test) = try settings.drawnSplit(data.train.labels, data.test.labels) {
      let report =
        "drawn partition: \(settings.clients) clients draw about \(settings.drawnSamples) of "
        + "\(data.train.labels.count) samples each, and share them; \(test.filled.count) have held-out samples"
      return (.drawn(train), test, train.sha256, report)
    }
    let (split, scheme) = try settings.split(data.outline, parts: data.parts)
    let skew = SkewReport(parts: split.train, labels: data.train.labels)
    let report =
      "\(scheme): \(skew.smallest) to \(skew.largest) samples a client (median \(skew.median))"
      + (data.labelNames.isEmpty
        ? "" : ", commonest label \(Units.percent(skew.meanTopLabelShare)) on average")
    return (.listed(SampleLists(split.train)), SampleLists(split.test), split.sha256, report)
  }
}

extension HeadPolicy {
  /// Nothing of a frozen head, else what PEFT trains.
  init(_ settings: Settings) {
    self = settings.head == .frozen ? .frozen : .automatic
  }
}

extension Model {
  /// What was decided about the tokenizer, and about lengths.
  fileprivate func notes(_ settings: Settings) -> [String] {
    let isCut = maxLength < min(settings.maxLength, weights.configuration.maxLength)
    return notes
      + [
        strayAdapter,
        isCut
          ? "\(name): texts are cut to \(maxLength) tokens, the tokenizer's model_max_length" : nil,
      ].compactMap(\.self)
  }

  /// What of sentence-transformers' modules a head of the run's own does not do; nil: nothing, or the head is the checkpoint's.
  fileprivate func modulesNote(_ encoder: Encoder) -> String? {
    guard !encoder.weights.hasHead, encoder.plan.objective == .labels,
      encoder.plan.verbaliser == nil
    else { return nil }
    return sentenceModules?.note(name, reads: encoder.plan.pooling)
  }
}

extension String {
  /// The text, or nil when it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}
