import Transformer

/// A federated method: a composition of parts, each a small protocol.
///
/// A part that one method alone has lives in that method's file.
/// FibecFed is one such composition, FedAvg with LoRA another, and each ablation a third.
public struct Method: Sendable {
  /// What is trained.
  public var modules: any ModuleChoice
  /// Which samples a client uses, and when.
  public var curriculum: any Curriculum
  /// What travels, and what belongs to a client.
  public var exchange: any Exchange
  /// What changes a client's steps, in order.
  public var rules: [any LocalRule]
  /// How a client's work is divided.
  public var schedule: any PhaseSchedule
  /// What the server sends and how it merges.
  public var server: any ServerRule
  /// What happens before round 1; nil: nothing.
  public var initialisation: (any MethodInitialisation)?
  /// What a user may make each client's own beside what the exchange says.
  let mayBePersonal: Set<PersonalPart>
  /// Whether it makes no sense without a classification head: it trains nothing else, or reads what the head reads.
  let needsHead: Bool

  /// Makes a method; see the properties.
  public init(
    modules: any ModuleChoice, curriculum: any Curriculum = Everything(), exchange: any Exchange,
    rules: [any LocalRule] = [], schedule: any PhaseSchedule = OnePhase(),
    server: any ServerRule = FederatedAveraging(),
    initialisation: (any MethodInitialisation)? = nil,
    mayBePersonal: Set<PersonalPart> = Set(PersonalPart.allCases), needsHead: Bool = false
  ) {
    self.modules = modules
    self.curriculum = curriculum
    self.exchange = exchange
    self.rules = rules
    self.schedule = schedule
    self.server = server
    self.initialisation = initialisation
    self.mayBePersonal = mayBePersonal
    self.needsHead = needsHead
  }
}

/// What a method trains: modules added to the encoder, and tensors of the checkpoint.
public protocol ModuleChoice: Sendable {
  /// The plan for an encoder of this shape; `head` says whether the task head is trained.
  /// - Throws: for a setting that does not fit the shape.
  func plan(
    for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan

  /// The same where the model is at hand, with the labels that it is to tell apart.
  /// - Throws: `SettingsError` for a setting that does not fit the model, `ModelError` for a file that is none.
  func plan(for model: Model, labels: [String], head: HeadPolicy) throws -> TrainingPlan
}

extension ModuleChoice {
  /// What the model's shape asks for.
  public func plan(
    for model: Model, labels: [String], head: HeadPolicy
  ) throws -> TrainingPlan { try plan(for: model.weights.configuration, head: head) }
}
