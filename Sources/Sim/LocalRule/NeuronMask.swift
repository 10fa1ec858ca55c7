import Transformer

/// Updates only the most Fisher-important neurons of the layers that are not global (FibecFed, methods.md §1.8).
///
/// The client takes the diagonal Fisher of the batches it uses into a moving average, and keeps the top fraction ρ of the
/// units of each matrix. Entries outside of the mask are not touched at
/// all: neither by the step, nor by weight decay, nor in the optimiser's moments.
public struct NeuronMask: LocalRule {
  /// Where the Fisher comes from.
  public enum Source: String, Sendable, CaseIterable {
    /// The backward passes of the first local epoch, at no further cost; the mask that follows from it holds from the
    /// client's next participation on.
    case training
    /// A pass of its own before training, over the batches in use; the mask holds at once.
    case pass
  }

  /// Where the Fisher comes from.
  public var source: Source
  /// What a unit is.
  public var grouping: NeuronUnits.Grouping
  /// Momentum γ of the Fisher average.
  public var gamma: Double
  /// Participations trained unmasked: at B = 0 the Fisher of A is exactly zero and ranks nothing.
  public var warmup: Int

  /// The rule that `settings` ask for.
  public init(_ settings: Settings) {
    source = Source(rawValue: settings.maskFisher) ?? .training
    grouping = NeuronUnits.Grouping(rawValue: settings.neurons) ?? .rows
    gamma = settings.gamma
    warmup = settings.maskWarmup
  }

  /// Yes.
  public var masksNeurons: Bool { true }

  /// Narrows what steps may touch to the neurons that the average finds important.
  public func begin(_ training: LocalTraining) {
    let units = units(training)
    // With every neuron kept there is nothing to rank, and nothing to measure.
    guard !units.units.isEmpty, training.plan.knobs.sparsity < 1 else { return }
    switch source {
    case .training: training.gathersFisher = true
    case .pass: average(training.measureFisher(), training)
    }
    let scores = training.memory.fisher
    guard training.memory.participations >= warmup, scores.count == units.units.count else {
      return
    }
    let kept = units.kept(scores: scores, fraction: training.plan.knobs.sparsity)
    training.live = units.live(kept)
    training.liveNeurons = Double(kept.lazy.filter { $0 }.count) / Double(units.units.count)
  }

  /// Takes what training itself has measured into the average.
  public func end(_ training: LocalTraining) {
    guard training.gathersFisher else { return }
    average(training.diagonal, training)
  }

  private func average(_ diagonal: [Float], _ training: LocalTraining) {
    training.memory.fisher = Self.averaged(
      training.memory.fisher, units(training).sums(of: diagonal), gamma: gamma)
  }

  /// Neurons of the layers that are not global.
  private func units(_ training: LocalTraining) -> NeuronUnits {
    let gal = Set(training.plan.gal)
    return NeuronUnits(training.encoder.layout, grouping: grouping) { segment in
      segment.layer.map { !gal.contains($0) } ?? false
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
