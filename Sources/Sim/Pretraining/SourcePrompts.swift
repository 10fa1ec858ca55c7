import CEmbedded
import Corpus
import Foundation
import Transformer

/// Makes source prompts for `attempt`: each embedded task is learnt by a soft prompt over a frozen model, by one client.
public struct SourcePrompts: Sendable {
  /// A prompt with the task it was learnt on.
  public struct Prompt: Sendable {
    /// The task.
    public var task: String
    /// [rows · d].
    public var values: [Float]
    /// Accuracy on the task's test samples; nil of a prompt that was read.
    public var accuracy: Double?
  }

  /// Model that the prompts are for.
  public var model: String
  /// Rows of a prompt.
  public var length: Int
  /// Passes over the training samples.
  public var epochs: Int
  /// Training samples of a task.
  public var samples: Int
  /// Seed of samples and first values.
  public var seed: Int

  /// The recipe of the prompts in the repository.
  public init(
    model: String = ModelLibrary.embeddedName, length: Int = 20, epochs: Int = 6,
    samples: Int = 2000, seed: Int = 11
  ) {
    self.model = model
    self.length = length
    self.epochs = epochs
    self.samples = samples
    self.seed = seed
  }

  /// Learns the prompt of one task.
  /// - Throws: `ModelError` or `CorpusError` when the model cannot be opened.
  public func prompt(of task: EmbeddedCorpus.Task) throws -> Prompt {
    var settings = Settings()
    settings.method = MethodRecipe.promptTuning.name
    settings.model = model
    settings.data = task.rawValue
    settings.promptLength = length
    settings.seed = seed
    settings.trainSamples = samples
    settings.clients = 1
    settings.cohort = 1
    settings.localEpochs = 1
    settings.rounds = epochs
    settings.evaluateEvery = epochs
    settings.batch = 32
    let federation = try Federation(settings)
    let simulation = Simulation(federation, name: task.rawValue)
    let summary = try simulation.run()
    let ranges = federation.encoder.layout.ranges { $0.role == .added }
    return Prompt(
      task: task.rawValue, values: simulation.parameters.gathered(ranges),
      accuracy: summary.accuracy)
  }

  /// Writes prompts as a safetensors file, a tensor [rows, d] for each task.
  /// - Throws: `ModelError` when the file cannot be written.
  public func write(_ prompts: [Prompt], to path: String) throws {
    try SafetensorsWriter.write(
      tensors: prompts.map {
        (name: $0.task, shape: [length, $0.values.count / length], values: $0.values)
      },
      metadata: ["format": "pt", "model": model], precision: .float32, to: path)
  }

  /// The prompts of a file; without one those of the program for the embedded model, nil for another.
  /// - Throws: `ModelError` for a file that is not there or no such file.
  static func prompts(for model: Model, file path: String) throws -> [Prompt]? {
    if !path.isEmpty { return try read(SafetensorsFile(path: path)) }
    guard model.name == ModelLibrary.embeddedName else { return nil }
    let bytes = UnsafeRawBufferPointer(
      start: fedtop_embedded_prompts(), count: fedtop_embedded_prompts_size())
    return try read(SafetensorsFile(bytes: bytes, name: "embedded prompts", keepAlive: nil))
  }

  private static func read(_ file: SafetensorsFile) throws -> [Prompt] {
    try file.names.map { name in
      let values = try file.floats(name)
      guard file.shape(of: name)?.count == 2, values.allSatisfy(\.isFinite) else {
        throw ModelError.malformed(
          file: file.name, problem: "\(name) is no prompt of numbers, [rows, width]",
          remedy: "make source prompts with `fedtop prompts`")
      }
      return Prompt(task: name, values: values, accuracy: nil)
    }
  }
}
