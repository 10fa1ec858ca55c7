import Metrics
import Plain
import Transformer

/// Updates only the most Fisher-important neurons of the layers that are not global
/// (docs/methods.md, "Neuron masks").
///
/// The client takes the diagonal Fisher of the batches it uses into a moving average, and keeps the top fraction ρ of the
/// units of each matrix. Entries outside of the mask are not touched at
/// all: neither by the step, nor by weight decay, nor in the optimiser's moments.
public struct NeuronMask: LocalRule {
  /// Where the Fisher comes from.
  public enum Measure: String, Sendable, CaseIterable {
    /// The backward passes of the first local epoch, at no further cost; the mask that follows from it holds from the
    /// client's next participation on.
    case epoch
    /// A pass of its own before training, over the batches in use; the mask holds at once.
    case pass
  }

  /// When it is measured.
  public enum Refresh: String, Sendable, CaseIterable {
    /// In each participation: the mask follows what the client has become.
    case participation
    /// Once, for the initial model (the paper's Figure 1, step 5): the mask is fixed.
    case initial = "init"
  }

  /// Which neurons stay live.
  public enum Order: String, Sendable, CaseIterable {
    /// Those with the most Fisher information.
    case fisher
    /// A random choice of each client, for good: an ablation.
    case random
  }

  /// Where the Fisher comes from.
  public var measure: Measure
  /// When it is measured.
  public var refresh: Refresh
  /// Which neurons stay live.
  public var order: Order
  /// Steps from the initial model before a mask is measured once, whose update is thrown away.
  public var trialSteps: Int
  /// What a unit is.
  public var grouping: NeuronUnits.Grouping
  /// Momentum γ of the Fisher average.
  public var gamma: Double
  /// Participations trained unmasked: at B = 0 the Fisher of A is exactly zero and ranks nothing.
  public var warmup: Int

  /// The rule that `settings` ask for.
  public init(_ settings: Settings) {
    measure = settings.maskMeasure
    refresh = settings.maskRefresh
    order = settings.maskOrder
    trialSteps = settings.maskTrialSteps
    grouping = settings.neurons
    gamma = settings.gamma
    warmup = settings.maskWarmup
  }

  /// Name of the moving average of the Fisher score of each maskable unit.
  static let average = "fisher"

  /// The moving average, one value a maskable unit.
  public func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField] {
    [StateField(Self.average, count: units(layout, globalLayers).units.count)]
  }

  /// Narrows what steps may touch to the neurons that the average finds important.
  public func begin(_ training: LocalTraining) {
    let units = units(training.encoder.layout, training.plan.globalLayers)
    let sparsity = training.plan.settings.sparsity
    // With every neuron kept there is nothing to rank, and nothing to measure.
    guard !units.units.isEmpty, sparsity < 1 else { return }
    guard let scores = scores(units, training) else { return }
    let kept = units.kept(scores: scores, fraction: sparsity)
    training.live = units.live(kept).intersection(training.live)
    training.liveNeurons = Double(kept.lazy.filter { $0 }.count) / Double(units.units.count)
  }

  /// One a unit, the more the more important; nil: nothing is masked this time.
  private func scores(_ units: NeuronUnits, _ training: LocalTraining) -> [Float]? {
    if order == .random {
      var random = CounterRandom(
        seed: UInt64(training.plan.settings.seed), purpose: .neurons, client: training.client)
      return units.units.map { _ in Float(random.uniform()) }
    }
    if refresh == .initial {
      if training.state.vectors[Self.average] == nil {
        average(training.trialFisher(steps: trialSteps), units, training)
      }
      return training.state.vectors[Self.average]
    }
    switch measure {
    case .epoch: training.gathersFisher = true
    case .pass:
      let fisher = training.measureFisher()
      noteChange(units, training) { average(fisher, units, training) }
    }
    guard training.state.participations >= warmup,
      let scores = training.state.vectors[Self.average], scores.count == units.units.count
    else { return nil }
    return scores
  }

  /// Takes what training itself has measured into the average.
  public func end(_ training: LocalTraining) {
    guard training.gathersFisher, order == .fisher, refresh == .participation, measure == .epoch,
      training.plan.settings.sparsity < 1
    else { return }
    let units = units(training.encoder.layout, training.plan.globalLayers)
    noteChange(units, training) { average(training.diagonal, units, training) }
  }

  /// Notes which share of the live neurons an update of the average exchanges.
  private func noteChange(
    _ units: NeuronUnits, _ training: LocalTraining, update: () -> Void
  ) {
    func kept() -> [Bool]? {
      training.state.vectors[Self.average].map {
        units.kept(scores: $0, fraction: training.plan.settings.sparsity)
      }
    }
    let before = kept()
    update()
    guard let before, let after = kept(), before.count == after.count else { return }
    let gone = zip(before, after).count { $0 && !$1 }
    training.signs[.maskChange] = Double(gone) / Double(max(1, before.count { $0 }))
  }

  /// The average is of the neurons of other layers now.
  public func layersChanged(_ state: inout ClientState) { state.vectors[Self.average] = nil }

  private func average(_ diagonal: [Float], _ units: NeuronUnits, _ training: LocalTraining) {
    guard !diagonal.isEmpty else { return }
    training.state.vectors[Self.average] = Self.averaged(
      training.state.vectors[Self.average] ?? [], units.sums(of: diagonal), gamma: gamma)
  }

  /// Neurons of the layers that are not global.
  private func units(_ layout: ParameterLayout, _ globalLayers: [Int]) -> NeuronUnits {
    let global = Set(globalLayers)
    return NeuronUnits(layout, grouping: grouping) { segment in
      segment.layer.map { !global.contains($0) } ?? false
    }
  }

  /// F ← γF + (1 − γ)F̃, from F = 0; the missing bias correction does not change a ranking on one client.
  static func averaged(_ average: [Float], _ fresh: [Float], gamma: Double) -> [Float] {
    let old = Float(gamma)
    let new = Float(1 - gamma)
    guard average.count == fresh.count else { return fresh.map { new * $0 } }
    return zip(average, fresh).map { old * $0 + new * $1 }
  }
}

extension SettingKeys {
  var sparsity: SettingKey<Double> {
    .number(
      "mask.sparsity", 0.5, in: 0.01...1, "Kept fraction ρ of neurons in the local layers.",
      knob: KnobStyle("sparsity", "sparsity ρ", step: 0.05))
  }
  var gamma: SettingKey<Double> {
    .number("mask.gamma", 0.9, in: 0...0.9999, "Momentum γ of the Fisher average.")
  }
  var neurons: SettingKey<NeuronUnits.Grouping> {
    .choice(
      "mask.neurons", .rows,
      "What is masked: rows of A and B, rows of B alone, or single entries.")
  }
  var maskMeasure: SettingKey<NeuronMask.Measure> {
    .choice(
      "mask.measure", .epoch,
      "Fisher of the mask: from the first local epoch of the client's last participation, or a pass "
        + "of its own.")
  }
  var maskRefresh: SettingKey<NeuronMask.Refresh> {
    .choice(
      "mask.refresh", .participation,
      "When it is measured: in each participation, or once, for the initial model.")
  }
  var maskOrder: SettingKey<NeuronMask.Order> {
    .choice("mask.order", .fisher, "Neurons that stay live: by Fisher, or a random choice.")
  }
  var maskTrialSteps: SettingKey<Int> {
    .integer(
      "mask.trial_steps", 4, in: 1...1000,
      "Steps from the initial model, thrown away, before a mask is measured once: at B = 0 the "
        + "Fisher of A is zero.")
  }
  var maskWarmup: SettingKey<Int> {
    .integer("mask.warmup", 1, in: 0...1000, "Participations trained unmasked.")
  }
}

extension NeuronMask {
  /// What it reads.
  static let settings = Setting.of(
    \.sparsity, \.gamma, \.neurons, \.maskMeasure, \.maskRefresh, \.maskOrder, \.maskTrialSteps,
    \.maskWarmup)
}
