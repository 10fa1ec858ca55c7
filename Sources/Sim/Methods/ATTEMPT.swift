import Plain
import Transformer

extension MethodRecipe {
  /// ATTEMPT with federated averaging (arXiv 2205.11961): prompts of other tasks, mixed by attention for each sample.
  static let attempt = MethodRecipe(
    name: "attempt",
    summary:
      "A trained prompt and frozen ones of other tasks, mixed by attention for each sample; prompt, attention and "
      + "head travel.",
    source: "arXiv 2205.11961, EMNLP 2022",
    settings: PromptModules.settings
      + Setting.of(\.attemptSources, \.attemptBottleneck, \.attemptTemperature),
    firstValues: ["train.learning_rate": .number(0.3)],
    card: MethodCard(
      trains: "prompt, attention, head", travels: "all that is trained",
      text: """
        J source prompts P_j, of tasks that were learnt before, are constants on every client: they are not trained and do
        not travel. A trained prompt P joins them, and a small network weighs them all for each sample: x̂ has the
        largest values of the sample's embeddings over its tokens, p̂ those of a prompt over its rows. P stands in the
        sum twice, as in the original's code. The network has no biases, starts normal with deviation 0.02, and so
        weighs all prompts nearly alike at first.

        For the embedded encoder the program has source prompts of the embedded tasks, made by prompt-tuning with
        `fedtop prompts`; that of the task in training is left out. On test samples of their own tasks these prompts, with the heads that were
        trained beside them, answer 87.6 % (question) and 72.0 % (agreement). The same command makes them for another model, and
        attempt.sources names the file. Without one, another model's sources are words that are drawn, which know
        nothing of any task; a run says which it has. The prompts have prompt.length rows.
        """,
      equations: """
        H = LayerNorm(U·silu(D·x̂)), a = softmax(p̂_j·H / τ) over the sources and P itself
        rows in front: P + Σ_j a_j·P_j, τ = e·d unless attempt.temperature says otherwise
        """,
      departures: """
        x̂ is taken from what the first layer reads, positions and norm included; the original's from word embeddings.
        The same holds for prompts, which stand behind the embedding layer here.

        The original has six sources of large data sets and prompts of 100 rows.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: MixedPromptModules(settings), exchange: EverythingTravels(settings), needsHead: true)
  }
}

/// A prompt that is mixed with those of other tasks.
struct MixedPromptModules: ModuleChoice {
  /// The trained prompt.
  var prompt: PromptModules
  /// A file of source prompts; empty: those of the program, or drawn words.
  var file: String
  /// The data that is trained on, whose own prompt is no source.
  var task: String
  /// Width m of the attention's network.
  var size: Int
  /// τ; 0: e·d.
  var temperature: Double
  /// Seed of words that are drawn.
  var seed: Int

  init(_ settings: Settings) {
    prompt = PromptModules(settings)
    file = settings.attemptSources
    task = settings.data
    size = settings.attemptBottleneck
    temperature = settings.attemptTemperature
    seed = settings.seed
  }

  /// The plan for an encoder of this shape, without sources.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    plan([], width: configuration.hiddenSize, head: head)
  }

  /// The same with sources.
  func plan(for model: Model, labels: [String], head: HeadPolicy) throws -> TrainingPlan {
    let width = model.weights.configuration.hiddenSize
    guard let found = try SourcePrompts.prompts(for: model, file: file) else {
      let words = (0..<2).map { source in
        var random = CounterRandom(seed: UInt64(seed), purpose: .sourcePrompts, batch: source)
        return model.weights.rowsOfWords(prompt.length, using: &random)
      }
      var plan = plan(words, width: width, head: head)
      plan.notes = [
        "attempt: no source prompts are known for \(model.name): two of words drawn with seed \(seed) stand in; "
          + "`fedtop prompts FILE --model \(model.name)` makes some, attempt.sources takes the file"
      ]
      return plan
    }
    let sources = found.filter { $0.task != task }
    for source in sources where source.values.count != prompt.length * width {
      throw SettingsError.conflict(
        "attempt: the source prompt \(source.task) has \(source.values.count) values, not the "
          + "\(prompt.length * width) of prompt.length \(prompt.length) at width \(width): set prompt.length, or make "
          + "others with `fedtop prompts`")
    }
    var plan = plan(sources.map(\.values), width: width, head: head)
    plan.notes = [
      "attempt: source prompts of \(sources.map(\.task).joined(separator: ", "))"
        + (file.isEmpty ? ", which come with the program" : " from \(file)")
    ]
    return plan
  }

  private func plan(_ sources: [[Float]], width: Int, head: HeadPolicy) -> TrainingPlan {
    let temperature = temperature > 0 ? Float(temperature) : Float(width) * 2.718_281_8
    return TrainingPlan(
      modules: [
        MixedPrompt(
          length: prompt.length, sources: sources, size: size, temperature: temperature,
          start: prompt.start)
      ], head: head)
  }
}

extension SettingKeys {
  var attemptSources: SettingKey<String> {
    .text(
      "attempt.sources", "",
      "File of source prompts, as `fedtop prompts` writes it; empty: the program's own.")
  }
  var attemptBottleneck: SettingKey<Int> {
    .integer("attempt.bottleneck", 100, in: 1...4096, "Width of the attention's network.")
  }
  var attemptTemperature: SettingKey<Double> {
    .number("attempt.temperature", 0, in: 0...1e9, "Temperature τ of the attention; 0: e·d.")
  }
}
