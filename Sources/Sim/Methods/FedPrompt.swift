import Transformer

extension MethodRecipe {
  /// FedPrompt (arXiv 2208.12268): the soft prompt alone is trained and travels.
  static let fedPrompt = MethodRecipe(
    name: "fedprompt",
    summary: "A soft prompt alone travels; answers are frozen words that stand for the labels.",
    source: "arXiv 2208.12268, ICASSP 2023",
    settings: PromptModules.settings,
    firstValues: [
      "train.learning_rate": .number(0.3), "method.head": .text(HeadChoice.frozen.rawValue),
    ],
    card: MethodCard(
      trains: "prompt", travels: "the prompt",
      text: """
        prompt-tuning without a head that is trained. The logit of a label is that of its name as a word: what the head
        would read goes through the dense map, nonlinearity and norm of the checkpoint's masked-language-model head, and
        is multiplied with the label's word embedding, the mean of its tokens'. A checkpoint without that head, such as
        the embedded encoder and sentence encoders, has the word embeddings alone: the hidden state is multiplied with
        the directions, of length 1, in which they differ from their mean (**our choice**). A run says at its start which of the two it has, and what the words are. No part is made anew.

        p·d values travel and nothing else, which is the paper's point. Labels need names that the tokenizer tells apart:
        a run with others is refused.
        """,
      equations: """
        z_y = e_y·f(h) + b_y, f the transform of the masked-language-model head
        without that head: z_y = (e_y − ē)·h / ‖e_y − ē‖
        P ← Σ_k p_k·P_k
        """,
      departures: """
        The paper hides a word in a template and reads the answer there. Here there is no template, and the answer is
        read where every method reads it (model.pooling); label words are the labels' names.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: VerbalisedPrompt(prompt: PromptModules(settings), head: settings.head),
      exchange: EverythingTravels(settings), needsHead: true)
  }
}

/// A soft prompt under a frozen verbaliser.
struct VerbalisedPrompt: ModuleChoice {
  /// The prompt.
  var prompt: PromptModules
  /// `method.head`, which must be frozen.
  var head: HeadChoice

  /// The prompt under a frozen head: what does not depend on the labels' names.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    prompt.plan(for: configuration, head: .frozen)
  }

  /// The prompt, and the labels' words.
  func plan(for model: Model, labels: [String], head: HeadPolicy) throws -> TrainingPlan {
    guard self.head == .frozen else {
      throw SettingsError.invalid(
        key: "method.head", value: self.head.rawValue,
        expected: "frozen for fedprompt, whose answers are words; prompt-tuning trains a head")
    }
    guard model.tokenizer.pixelLevels == nil else {
      throw SettingsError.conflict(
        "fedprompt answers with words, and the model reads images: take prompt-tuning")
    }
    var plan = plan(for: model.weights.configuration, head: .frozen)
    let words = try labels.map { try Self.tokens(of: $0, model) }
    for (index, word) in words.enumerated() {
      if let other = words[..<index].firstIndex(of: word) {
        throw SettingsError.conflict(
          "fedprompt needs labels that are words: the tokenizer makes the same of '\(labels[other])' and "
            + "'\(labels[index])'; give them other names, or take prompt-tuning")
      }
    }
    plan.verbaliser = Verbaliser(tokens: words, of: model.weights)
    let through =
      Verbaliser.hasTransform(model.weights)
      ? "through the model's masked-language-model head"
      : "as directions, for the model has no masked-language-model head"
    plan.notes = [
      "answers are the words \(labels.joined(separator: ", ")), whose frozen embeddings are read \(through)"
    ]
    return plan
  }

  /// The tokens of a label's name without those that stand for no text.
  private static func tokens(of label: String, _ model: Model) throws -> [Int] {
    let encoding = model.tokenizer.encode(label, pair: nil, maxLength: model.maxLength)
    let rows = 0..<model.weights.configuration.vocabularySize
    let tokens = encoding.tokens.filter { !model.tokenizer.specialTokens.contains($0) }.map(
      Int.init)
    guard !tokens.isEmpty, tokens.allSatisfy(rows.contains) else {
      throw SettingsError.conflict(
        "fedprompt needs labels that are words: the tokenizer knows none in '\(label)'; give it another name, or "
          + "take prompt-tuning")
    }
    return tokens
  }
}
