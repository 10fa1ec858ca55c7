import Corpus
import Foundation
import Metrics
import Plain
import Transformer

/// Everything that is fixed before the first event of a run: the encoder, the data of every client, the method.
public struct Federation: Sendable {
  /// Settings in force, with defaults resolved.
  public let settings: Settings
  /// The method's entry in the registry.
  public let recipe: MethodRecipe
  /// The method, composed with the constants of the settings.
  public let method: Method
  /// The encoder with the method's modules.
  public let encoder: Encoder
  /// What lies between the clients' training and the server's rule.
  let channel: Channel
  /// No work yet with the encoder: where every count begins.
  let noWork: Work
  /// Every client's device; nil: all have the speeds of the settings.
  let fleet: Fleet?
  /// Name of the model.
  public let modelName: String
  /// Name and labels of the data; the texts have become token ids.
  public let dataset: Dataset
  /// What was decided for the user and should be told.
  public var notes: [String] {
    dataset.notes + (channel.privacy?.notes(self) ?? []) + (fleet?.notes ?? [])
  }
  /// What looks like a mistake in the data.
  public var warnings: [String] { dataset.warnings }
  /// What a run file says of data and model, before the files of the model have been read for it; nil when they were
  /// never files.
  public internal(set) var sources: RunSources?
  /// Reads the files of the model, unless that was done in this process.
  var modelSource: (@Sendable () throws -> RunSources.Source)?
  /// Whether the samples are there, and not only what gives trained parameters a meaning.
  let hasSamples: Bool
  let train: TokenizedData
  let test: TokenizedData
  let partition: ClientSamples
  let testPartition: SampleLists
  /// Participants that have test samples, ascending.
  let testers: [Int]
  /// SHA-256 of who has which sample; nil where the samples were divided elsewhere.
  public let partitionHash: String?
  /// Clients that never train, ascending; they test what the others have learned.
  let unseen: [Int]
  /// All other clients.
  let participants: AllBut
  /// Positions of the participants' test samples, ascending.
  let tested: [Int]
  let start: [Float]
  /// What the answers to test samples are judged by.
  let score: Score

  /// The samples of all clients.
  struct Samples {
    var train: TokenizedData
    var test: TokenizedData
    /// Positions in `train` of each client's samples.
    var partition: ClientSamples
    /// The same for `test`.
    var testPartition: SampleLists
    /// SHA-256 of the two; nil: not told.
    var partitionHash: String?
  }

  /// Puts together what has been opened; without samples the clients have none.
  init(
    _ composition: Composition, _ encoder: Encoder, _ dataset: Dataset, _ samples: Samples?,
    modelName: String? = nil, fleet: Fleet? = nil
  ) {
    settings = composition.settings
    recipe = composition.recipe
    method = composition.method
    self.encoder = encoder
    self.fleet = fleet
    noWork = Work(encoder)
    channel = Channel(composition.settings, encoder.layout, rules: composition.method.rules)
    self.dataset = dataset
    self.modelName = modelName ?? composition.settings.model
    hasSamples = samples != nil
    let none = SampleLists(empty: settings.clients)
    train = samples?.train ?? TokenizedData()
    test = samples?.test ?? TokenizedData()
    partition = samples?.partition ?? .listed(none)
    let parts = samples?.testPartition ?? none
    testPartition = parts
    partitionHash = samples?.partitionHash
    unseen = composition.settings.unseenClients
    let participants = AllBut(settings.clients, except: unseen)
    self.participants = participants
    testers = parts.filled.filter(participants.contains)
    tested =
      unseen.isEmpty
      ? Array(test.labels.indices)
      : testers.flatMap { parts[$0] }.sorted()
    score = Score(encoder, samples?.test)
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .parameters)
    start = encoder.initialParameters(using: &random)
  }

  /// Settings with what they leave to the machine, and the method that they name.
  struct Composition {
    var settings: Settings
    let recipe: MethodRecipe
    let method: Method
    /// What was decided on the way and should be told.
    let notes: [String]

    init(_ settings: Settings) throws(SettingsError) {
      var settings = settings
      settings.workers =
        settings.workers > 0 ? settings.workers : Cores.allowed
      guard settings.participants > 0 else {
        throw .conflict(
          "evaluation.unseen = \(settings.unseen) of \(settings.clients) clients leaves nobody to train: lower it"
        )
      }
      let cohort = settings.limitCohort()
      settings.pinFiles()
      recipe = try MethodRegistry.recipe(settings.method)
      notes =
        [cohort].compactMap(\.self) + settings.taskNotes + settings.splitNotes
        + recipe.notes(settings)
        + ClockCheck.notes(settings)
      method = try recipe.method(settings).personalised(settings)
      try settings.checkTask(method)
      try Channel.check(settings)
      try ClockCheck.check(settings)
      self.settings = settings
    }

    /// The clients' devices; nil when they have none.
    /// - Throws: for a clock that the method cannot keep, and for devices that cannot take part.
    func fleet(_ encoder: Encoder, longest: Int) throws -> Fleet? {
      try ClockCheck.check(settings, method, encoder.layout)
      return try Fleet(
        settings, need: StepMemory(encoder, settings, longest: longest).bytes)
    }
  }

  /// Clients of a round, drawn without replacement; ascending.
  ///
  /// - Parameter ready: who can be asked; nil: everybody.
  func cohort(round: Int, size: Int? = nil, among ready: AllBut? = nil) -> [Int] {
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .cohort, round: round)
    let ready = ready ?? participants
    return random.sample(min(size ?? settings.cohort, ready.count), of: ready.count)
      .map { ready[$0] }
  }

  /// Layers of which something comes back in round 1 before any is chosen, ascending.
  var travellingLayers: [Int] {
    let all = Set(0..<encoder.configuration.layers)
    let ranges = method.exchange.returning(encoder.layout, global: all, round: 1)
    let found = encoder.layout.segments.filter { segment in
      ranges.contains { $0.overlaps(segment.range) }
    }
    return Set(found.compactMap(\.layer)).sorted()
  }

  /// Number of a client's batches.
  func batches(ofClient client: Int) -> Int {
    (partition.count(of: client) + settings.batch - 1) / settings.batch
  }
}

extension Settings {
  /// A cohort has no more clients than there are.
  /// - Returns: what to tell when fewer are taken than were asked for.
  public mutating func limitCohort() -> String? {
    guard self.cohort > self.participants else { return nil }
    defer { self.cohort = self.participants }
    return "federation.cohort is \(self.cohort), but there are \(self.participants) clients"
      + (self.unseen > 0 ? " that train" : "") + ": all take part in every round"
  }
}
