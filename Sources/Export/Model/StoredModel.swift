import Corpus
import Host
import Metrics
import RunStore
import Sim
import Transformer

/// The parameters of a run as a checkpoint keeps them, with everything that gives them a meaning.
///
/// That is what the run's file says of method and labels, and the model that it was trained from; the data is not needed.
public struct StoredModel {
  /// Encoder, labels and method, rebuilt from the run's own configuration.
  let federation: Federation
  /// The tokenizer of the model.
  let tokenizer: any Tokenizer
  /// The most tokens that model and tokenizer take.
  let maxLength: Int
  /// What was decided about the tokenizer and should be told.
  let notes: [String]
  /// How the model's texts are continued.
  let generation: GenerationRules
  /// Name of the run.
  let run: String
  /// The round of the checkpoint.
  let round: Int
  /// How a text becomes a prompt of the kind that the run trained; nil where it trained a classifier.
  let prompt: PromptForm?
  /// How a text is put to the model as a person's turn.
  let turn: Result<PromptForm, CorpusError>
  private let simulation: Simulation
  /// Where the model is.
  private let place: String

  /// Opens the run file at `path` at a round, or at its last checkpoint when nil.
  ///
  /// - Parameter moved: where its model is now, if elsewhere than it was.
  /// - Throws: `StoreError.noCheckpoint` with the nearest kept rounds; `SourceError` when the model is
  ///   not at hand or another; what a configuration, model or checkpoint can be wrong with.
  public init(path: String, round: Int?, moved: String? = nil) throws {
    let file = try StoredRun(path: path)
    let stored = try Self.checkpoint(file.reader, round: round)
    place = try file.modelPlace(moved)
    var settings = file.settings
    // Nothing is trained here: one worker is enough.
    settings.workers = 1
    let (assets, sources) = (Program.assets, try file.sources)
    federation = try Federation(
      reading: settings, from: sources, data: try file.reader.started()?.data ?? sources.data.name,
      model: place, assets: assets)
    let model = try assets.model(place)
    (tokenizer, maxLength, notes) = (model.tokenizer, model.maxLength, model.notes)
    generation = model.generation
    prompt = try PromptForm(settings, model, request: sources.request)
    turn = LoadedModel.turn(model)
    simulation = Simulation(federation, name: file.reader.name)
    try simulation.restore(stored)
    run = file.reader.name
    self.round = stored.round
  }

  private static func checkpoint(_ reader: RunReader, round: Int?) throws -> Checkpoint {
    let wanted = round ?? .max
    let found = try reader.checkpoint(atOrBefore: wanted)
    guard let found, round == nil || found.round == round else {
      let kept = try reader.checkpointRounds().filter { $0 != wanted }
      let nearest = [kept.last { $0 < wanted }, kept.first { $0 > wanted }].compactMap(\.self)
      throw StoreError.noCheckpoint(
        path: reader.path, round: round ?? 0, nearest: nearest)
    }
    return found
  }

  /// The global parameters, or those that client `client` would answer with.
  /// - Throws: a usage `Failure` for a client that does not exist, `ModelError` when they are not numbers.
  func parameters(client: Int?) throws -> [Float] {
    let values = try trained(client: client)
    for segment in federation.encoder.layout.segments {
      try ModelError.check(
        Array(values[segment.range]), file: "\(run), round \(round)", name: segment.name)
    }
    return values
  }

  private func trained(client: Int?) throws(Failure) -> [Float] {
    guard let client else { return simulation.parameters }
    let count = federation.settings.clients
    guard (0..<count).contains(client) else {
      throw Failure("--client \(client): the run has clients 0 to \(count - 1)", .usage)
    }
    return simulation.parameters(ofClient: client)
  }

  /// Whether the run trained a language model.
  public var isLanguageModel: Bool { federation.encoder.plan.objective != .labels }

  /// What the head reads.
  public var pooling: Pooling { federation.encoder.plan.pooling }

  /// The directory of the base model; nil for the one that is part of the program.
  var baseDirectory: String? {
    place == Sim.ModelLibrary.embeddedName ? nil : place
  }
}
