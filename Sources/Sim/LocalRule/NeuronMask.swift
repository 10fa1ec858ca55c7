import Transformer

/// Updates only the most Fisher-important neurons of the layers that are not global
/// (docs/methods.md, "Neuron masks").
///
/// Before training, the client measures the diagonal Fisher on the batches it is about to use, takes it into its moving
/// average, and keeps the top fraction ρ of the units of each matrix. Entries outside of the mask are not touched at
/// all: neither by the step, nor by weight decay, nor in the optimiser's moments.
public struct NeuronMask: LocalRule {
  /// What a unit is.
  public var grouping: NeuronUnits.Grouping
  /// Momentum γ of the Fisher average.
  public var gamma: Double
  /// Participations trained unmasked: at B = 0 the Fisher of A is exactly zero and ranks nothing.
  public var warmup: Int

  /// The rule that `settings` ask for.
  public init(_ settings: Settings) {
    grouping = NeuronUnits.Grouping(rawValue: settings.neurons) ?? .rows
    gamma = settings.gamma
    warmup = settings.maskWarmup
  }

  /// Yes.
  public var masksNeurons: Bool { true }

  /// Measures the Fisher, updates its average and narrows what steps may touch.
  public func begin(_ training: LocalTraining) {
    let diagonal = training.measureFisher()
    let gal = Set(training.plan.gal)
    let units = NeuronUnits(training.encoder.layout, grouping: grouping) { segment in
      segment.layer.map { !gal.contains($0) } ?? false
    }
    let fresh = units.sums(of: diagonal)
    training.memory.fisher = Self.averaged(training.memory.fisher, fresh, gamma: gamma)
    guard training.memory.participations >= warmup else { return }
    let kept = units.kept(scores: training.memory.fisher, fraction: training.plan.knobs.sparsity)
    training.live = units.live(kept)
    training.liveNeurons =
      units.units.isEmpty ? 1 : Double(kept.lazy.filter { $0 }.count) / Double(units.units.count)
  }

  /// F ← γF + (1 − γ)F̃, from F = 0; the missing bias correction does not change a ranking on one client.
  static func averaged(_ average: [Float], _ fresh: [Float], gamma: Double) -> [Float] {
    let old = Float(gamma)
    let new = Float(1 - gamma)
    guard average.count == fresh.count else { return fresh.map { new * $0 } }
    return zip(average, fresh).map { old * $0 + new * $1 }
  }
}
