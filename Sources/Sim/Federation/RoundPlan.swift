import Metrics

/// The values that may change while a run is live, frozen for one round.
public struct Knobs: Sendable, Equatable, Codable {
  /// Kept fraction ρ of neurons in the layers that are not global.
  public var sparsity: Double
  /// Learning rate before the schedule.
  public var learningRate: Double
  /// Passes a client makes over its data.
  public var localEpochs: Int
  /// Clients of a round.
  public var cohort: Int

  /// The knobs' values at the start of a run.
  public init(_ settings: Settings) {
    sparsity = settings.sparsity
    learningRate = settings.learningRate
    localEpochs = settings.localEpochs
    cohort = min(settings.cohort, settings.clients)
  }

  /// The knobs as the monitor shows them; `masks` says whether the method reads the sparsity ratio.
  public func described(masks: Bool, clients: Int) -> [Knob] {
    let sparsity = Knob(
      name: "sparsity", label: "sparsity ρ", value: sparsity, minimum: 0.05, maximum: 1, step: 0.05)
    return (masks ? [sparsity] : []) + [
      Knob(
        name: "learning_rate", label: "learning rate", value: learningRate, minimum: 1e-6,
        maximum: 1, step: 1.25, scale: .logarithmic),
      Knob(
        name: "local_epochs", label: "local epochs", value: Double(localEpochs), minimum: 1,
        maximum: 20, step: 1),
      Knob(
        name: "cohort", label: "cohort", value: Double(cohort), minimum: 1,
        maximum: Double(clients), step: 1),
    ]
  }

  /// Sets a knob by name.
  /// - Returns: whether there is such a knob and the value is in its bounds.
  @discardableResult
  public mutating func set(_ name: String, to value: Double, clients: Int) -> Bool {
    switch name {
    case "sparsity" where value > 0 && value <= 1: sparsity = value
    case "learning_rate" where value >= 0 && value <= 100: learningRate = value
    case "local_epochs" where value >= 1 && value <= 1000: localEpochs = Int(value)
    case "cohort" where value >= 1 && value <= Double(clients): cohort = Int(value)
    default: return false
    }
    return true
  }
}

/// Everything a round is decided by, fixed before its first client trains.
public struct RoundPlan: Sendable, Equatable {
  /// Round, from 1.
  public var round: Int
  /// Rounds of the run.
  public var rounds: Int
  /// Sampled clients, ascending.
  public var cohort: [Int]
  /// Knobs in force.
  public var knobs: Knobs
  /// Global aggregation layers, ascending.
  public var gal: [Int]
  /// Learning rate of every step of the round.
  public var learningRate: Double
  /// Share of its sorted batches each client uses.
  public var share: Double
  /// Ranges that travel.
  public var travelling: [Range<Int>]
  /// Ranges that stay on their client.
  public var personal: [Range<Int>]
}
