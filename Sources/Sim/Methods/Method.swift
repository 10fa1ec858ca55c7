import Transformer

/// A federated method: a composition of four choices, each a small protocol with one file an implementation.
///
/// FibecFed is one such composition, FedAvg with LoRA another, and each ablation a third.
public struct Method: Sendable {
  /// Registry name, such as `fibecfed`.
  public var name: String
  /// One sentence: what it does.
  public var summary: String
  /// Paper, section.
  public var source: String
  /// What is trained.
  public var modules: any ModuleChoice
  /// Which batches a client uses.
  public var curriculum: any Curriculum
  /// What is sent and how it is merged.
  public var exchange: any Exchange
  /// What changes a client's steps: masks, extra loss terms, corrections; applied in order.
  public var rules: [any LocalRule]

  /// Makes a method; see the properties.
  public init(
    name: String, summary: String, source: String, modules: any ModuleChoice,
    curriculum: any Curriculum, exchange: any Exchange, rules: [any LocalRule] = []
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.modules = modules
    self.curriculum = curriculum
    self.exchange = exchange
    self.rules = rules
  }
}

/// What a method trains: modules added to the encoder, and tensors of the checkpoint.
public protocol ModuleChoice: Sendable {
  /// The plan for an encoder of this shape; `head` says whether the task head is trained.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan
}
