import Transformer

/// What clients learn.
public enum TaskObjective: String, Sendable, CaseIterable {
  /// To tell labels apart, through a classification head.
  case classify
  /// To complete instructions, as a language model.
  case completion
}

extension SettingKeys {
  /// What clients learn.
  public var objective: SettingKey<TaskObjective> {
    .choice(
      "task.objective", .classify,
      "What clients learn: to tell labels apart, or to complete instructions as a language model.")
  }
  /// The tokens that a language model's loss counts.
  public var countedTokens: SettingKey<CountedTokens> {
    .choice(
      "task.loss", .completions, "Tokens that a language model's loss counts: answers, or all.")
  }
  /// What stands in front of a labelled text that becomes an instruction.
  public var request: SettingKey<String> {
    .text(
      "task.request", "",
      "What a labelled text is put behind where it becomes an instruction; empty: the labels to answer with."
    )
  }
}

extension Setting {
  static let task = of(\.objective, \.countedTokens, \.request)
}
