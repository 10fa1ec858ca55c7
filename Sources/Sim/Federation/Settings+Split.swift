import Corpus
import Plain

extension Settings {
  /// Who has which sample, as the settings say: drawn, or read from a manifest.
  ///
  /// - Parameters:
  ///   - dataset: labels and owners; its texts are not looked at.
  ///   - parts: what a manifest must say of the same samples; nil where `partition.manifest` names none.
  /// - Returns: the split, and a name for it.
  /// - Throws: `CorpusError` when there is none, or the manifest is one of other data.
  func split(
    _ dataset: @autoclosure () -> Dataset, parts: SplitManifest.Parts?
  ) throws(CorpusError) -> (split: Split, name: String) {
    if let parts {
      let path = self.splitManifest
      let manifest = try SplitManifest(path: path)
      let split = try manifest.split(at: path, of: parts, clients: self.clients)
      let origin = manifest.scheme.isEmpty ? "" : " (\(excerpt(manifest.scheme)))"
      return (split, "split of \(excerpt(path, limit: 200))\(origin)")
    }
    var random = CounterRandom(seed: UInt64(self.seed), purpose: .partition)
    let dataset = dataset()
    let split = try partitionWithTest(
      dataset, clients: self.clients, settings: division, using: &random)
    let chance = self.partition == .natural ? naturalNote(dataset, clients: self.clients) : nil
    return (split, "\(self.partition.rawValue) partition\(chance.map { " (\($0))" } ?? "")")
  }

  /// What of the settings is not read, and who does not train.
  var splitNotes: [String] {
    let unread = Setting.modelAndData + Setting.federation + Setting.partitioning
    let held = self.clients - participants
    return unread.compactMap { setting in
      guard value(of: setting) != setting.initial else { return nil }
      return whyUnread(setting.key).map { "\(setting.key) \($0): it is not read" }
    } + (held > 0 ? ["\(held) of \(self.clients) clients never train (evaluation.unseen)"] : [])
  }

  /// Why a setting of the data or of their division changes nothing here, to stand behind its name; nil for one that is read.
  public func whyUnread(_ key: String) -> String? {
    let columns = Setting.of(
      \.textColumn, \.pairColumn, \.labelColumn, \.clientColumn, \.header, \.quotes)
    if columns.contains(where: { $0.key == key }), EmbeddedCorpus.Task(rawValue: self.data) != nil {
      return "is of files, and \(self.data) is an embedded task"
    }
    let readers: [(settings: [Setting], schemes: [PartitionSettings.Scheme])] = [
      (Setting.of(\.alpha), [.dirichlet, .feature, .drawn]), (Setting.of(\.shards), [.shards]),
      (Setting.of(\.classesPerClient), [.pathological]), (Setting.of(\.sizeSigma), [.logNormal]),
      (Setting.of(\.sizeExponent), [.powerLaw]), (Setting.of(\.drawnSamples), [.drawn]),
    ]
    guard
      let schemes = readers.first(where: { $0.settings.contains { $0.key == key } })?.schemes,
      !self.splitManifest.isEmpty || !schemes.contains(self.partition)
    else { return nil }
    let names = schemes.map(\.rawValue).joined(separator: " or ")
    return "is of the \(names) partition, which this is not"
  }

  /// How samples are divided over the clients.
  private var division: PartitionSettings {
    PartitionSettings(
      scheme: self.partition, alpha: self.alpha, sizeAlpha: self.sizeAlpha, sigma: self.sizeSigma,
      exponent: self.sizeExponent, shards: self.shards, classes: self.classesPerClient,
      drawn: self.drawnSamples, minimum: self.minimumSamples)
  }

  /// Who has which sample where clients draw theirs, without drawing any; nil where they do not.
  /// - Throws: `CorpusError` when there are too few samples.
  func drawnSplit(_ train: [Int], _ test: [Int]) throws(CorpusError) -> (
    train: DrawnPartition, test: SampleLists
  )? {
    guard self.partition == .drawn, self.splitManifest.isEmpty else { return nil }
    // As `partitionWithTest` does it.
    var random = CounterRandom(seed: UInt64(self.seed), purpose: .partition)
    let law = try DrawnPartition(
      labels: train, clients: self.clients, settings: division, seed: random.next())
    return (law, SampleLists(owners: law.owners(of: test, using: &random), count: self.clients))
  }

  /// Most training samples; nil: all that there are.
  func trainLimit(_ request: DatasetRequest) -> Int? {
    if self.trainSamples > 0 { return self.trainSamples }
    return EmbeddedCorpus.Task(rawValue: request.place) == nil ? nil : samplesForEverybody
  }

  /// Samples of an embedded task where nobody says how many.
  private var samplesForEverybody: Int {
    60 * (self.partition == .drawn ? min(100, self.clients) : self.clients)
  }

  /// Fails where an embedded task would be written for more clients than anybody means.
  func checkAmount() throws(SettingsError) {
    let limit = 10_000_000
    guard self.trainSamples == 0, samplesForEverybody > limit,
      EmbeddedCorpus.Task(rawValue: self.data) != nil
    else { return }
    throw .conflict(
      "federation.clients = \(self.clients): 60 samples of \(self.data) for each are \(samplesForEverybody), more than "
        + "\(limit): set data.train_samples, or take federation.partition = drawn, where clients share samples"
    )
  }

  /// The clients that never train: a share of all, drawn with the seed, at least one where any are asked for; ascending.
  var unseenClients: [Int] {
    var random = CounterRandom(seed: UInt64(self.seed), purpose: .unseen)
    return random.sample(self.clients - participants, of: self.clients)
  }

  /// How many clients train; none where all would be held out.
  var participants: Int {
    guard self.unseen > 0 else { return self.clients }
    return self.clients - max(1, Int((self.unseen * Double(self.clients)).rounded()))
  }
}

extension SettingKeys {
  /// Pieces of the sorted samples a client gets.
  public var shards: SettingKey<Int> {
    .integer(
      "partition.shards", 2, in: 1...1_000_000,
      "Pieces of the samples sorted by label that a client gets, for shards.")
  }
  /// Classes of a client.
  public var classesPerClient: SettingKey<Int> {
    .integer("partition.classes", 2, in: 1...1_000_000, "Classes of a client, for pathological.")
  }
  /// Deviation of the logarithm of client sizes.
  public var sizeSigma: SettingKey<Double> {
    .number(
      "partition.sigma", 1, in: 0...5, "Deviation of the logarithm of client sizes, for log-normal."
    )
  }
  /// Exponent of client sizes.
  public var sizeExponent: SettingKey<Double> {
    .number(
      "partition.exponent", 1, in: 0...10,
      "The r-th largest client has r to the minus this of the samples of the largest, for power-law."
    )
  }
  /// Samples of a client that draws them.
  public var drawnSamples: SettingKey<Int> {
    .integer(
      "partition.samples", 40, in: 1...1_000_000, "Samples of a client on average, for drawn.")
  }
  /// File of a split.
  public var splitManifest: SettingKey<String> {
    .text(
      "partition.manifest", "",
      "A split that fedtop data --save-split wrote, in the place of federation.partition.")
  }
}

extension Setting {
  static let partitioning = of(
    \.shards, \.classesPerClient, \.sizeSigma, \.sizeExponent, \.drawnSamples, \.splitManifest)
}
