import Metrics

/// How the places that FibecFed's paper leaves open are filled.
public enum Reading: String, Sendable, CaseIterable {
  /// What was measured to be best (docs/results.md).
  case ours
  /// The paper's Figure 1 to the letter.
  case figure1
  /// What fedtop did first: the most sensitive layers by what has built up, no balance of labels, a rate that falls from
  /// round 1.
  case first
}

extension SettingKeys {
  /// How the places that the paper leaves open are filled.
  public var reading: SettingKey<Reading> {
    .choice(
      "method.reading", .ours,
      "How what the paper leaves open is filled: as measured to be best, as its Figure 1 has it, or as fedtop "
        + "did first. Sets the first values of other settings.")
  }
}

extension MethodRecipe {
  /// First values of FibecFed by reading.
  static let fibecFedReadings: [String: [String: ConfigValue]] = [
    Reading.figure1.rawValue: literal.merging([
      "gal.count": .text("gap"), "mask.refresh": .text("init"),
    ]) { $1 },
    Reading.first.rawValue: literal.merging([
      "gal.count": .text("0.5"), "mask.refresh": .text("participation"),
      "mask.measure": .text("pass"),
    ]) { $1 },
  ]

  /// What the drawing and the first form have in common.
  private static let literal: [String: ConfigValue] = [
    "curriculum.score": .text("initial"),
    "curriculum.trace": .text("all"),
    "curriculum.balance": .text("none"),
    "curriculum.pacing": .text("linear"),
    "curriculum.beta": .number(0.2),
    "curriculum.end": .number(0.8),
    "curriculum.visit": .text("sorted"),
    "gal.score": .text("accumulated"),
    "train.schedule": .text("linear"),
  ]

  /// FibecFed without one of its parts each, as methods that a comparison takes like any other.
  static let fibecFedAblations: [MethodRecipe] = [
    fibecFed.ablation(
      "no-curriculum",
      "FibecFed in which every round uses all of a client's data, in new batches each epoch.",
      pinned: ["curriculum.pacing": .text("none")]),
    fibecFed.ablation(
      "random-order", "FibecFed whose share grows over samples in a random order.",
      pinned: ["curriculum.order": .text("random")]),
    fibecFed.ablation(
      "hard-first", "FibecFed whose samples with the largest trace come first.",
      pinned: ["curriculum.order": .text("hard")]),
    fibecFed.ablation(
      "random-gal", "FibecFed whose global layers are drawn at random, as many as else.",
      pinned: ["gal.order": .text("random"), "gal.layers": .text("")]),
    fibecFed.ablation(
      "all-gal", "FibecFed in which every layer is global: the curriculum alone.",
      pinned: ["gal.count": .text("all"), "gal.layers": .text("")]),
    fibecFed.ablation(
      "no-mask", "FibecFed whose local layers update every neuron.",
      pinned: ["mask.sparsity": .number(1)]),
    fibecFed.ablation(
      "random-mask",
      "FibecFed whose local layers update neurons that are drawn at random, for good.",
      pinned: ["mask.order": .text("random")]),
  ]
}
