import Corpus
import Transformer

/// The clients' optimisers.
public enum OptimizerChoice: String, Sendable, CaseIterable {
  /// Adam with decoupled weight decay.
  case adamw
  /// Stochastic gradient descent with momentum.
  case sgd
}

extension SettingKeys {
  /// Clients.
  public var clients: SettingKey<Int> {
    .integer("federation.clients", 100, in: 1...1_000_000, "Clients.")
  }
  /// Clients of one round.
  public var cohort: SettingKey<Int> {
    .integer(
      "federation.cohort", 10, in: 1...100_000, "Clients of one round.",
      knob: KnobStyle("cohort", "cohort", step: 1))
  }
  /// Rounds.
  public var rounds: SettingKey<Int> {
    .integer("federation.rounds", 30, in: 1...1_000_000, "Rounds.")
  }
  /// How samples are divided over clients.
  public var partition: SettingKey<PartitionSettings.Scheme> {
    .choice("federation.partition", .dirichlet, "How samples are divided over clients.")
  }
  /// Dirichlet concentration over labels.
  public var alpha: SettingKey<Double> {
    .number("federation.alpha", 1, in: 1e-3...1e6, "Dirichlet concentration over labels.")
  }
  /// The same over client sizes.
  public var sizeAlpha: SettingKey<Double> {
    .number("federation.size_alpha", 5, in: 1e-2...1e6, "The same over client sizes.")
  }
  /// Fewest training samples of a client.
  public var minimumSamples: SettingKey<Int> {
    .integer(
      "federation.minimum_samples", 4, in: 1...1_000_000, "Fewest training samples of a client.")
  }
  /// Chance that a sampled client drops out of a round.
  public var dropout: SettingKey<Double> {
    .number(
      "federation.dropout", 0, in: 0...1, "Chance that a sampled client drops out of a round.")
  }

  /// Samples a batch.
  public var batch: SettingKey<Int> { .integer("train.batch", 8, in: 1...4096, "Samples a batch.") }
  /// Passes a client makes in a round.
  public var localEpochs: SettingKey<Int> {
    .integer(
      "train.local_epochs", 2, in: 1...100, "Passes a client makes in a round.",
      knob: KnobStyle("local_epochs", "local epochs", step: 1))
  }
  /// Optimiser of the clients.
  public var optimizer: SettingKey<OptimizerChoice> {
    .choice("train.optimizer", .adamw, "Optimiser of the clients.")
  }
  /// Learning rate of the first round.
  public var learningRate: SettingKey<Double> {
    .number(
      "train.learning_rate", 5e-3, in: 1e-6...100, "Learning rate of the first round.",
      knob: KnobStyle("learning_rate", "learning rate", step: 1.25, scale: .logarithmic))
  }
  /// Learning rate over the rounds.
  public var schedule: SettingKey<LearningRateDecay> {
    .choice(
      "train.schedule", .paced,
      "Learning rate over the rounds: constant while the curriculum's share grows and to zero in a "
        + "line from there, to zero in a line from round 1, or constant.")
  }
  /// Decoupled weight decay.
  public var weightDecay: SettingKey<Double> {
    .number("train.weight_decay", 0.01, in: 0...10, "Decoupled weight decay.")
  }
  /// Momentum of SGD.
  public var momentum: SettingKey<Double> {
    .number("train.momentum", 0.9, in: 0...0.9999, "Momentum of SGD.")
  }
  /// Largest norm of a gradient.
  public var clip: SettingKey<Double> {
    .number("train.clip", 1, in: 0...1e9, "Largest norm of a gradient; 0: no clipping.")
  }
  /// Keep the optimiser's moments between rounds.
  public var keepMoments: SettingKey<Bool> {
    .flag("train.keep_moments", false, "Keep the optimiser's moments between rounds.")
  }
}

extension Setting {
  static let federation = of(
    \.clients, \.cohort, \.rounds, \.partition, \.alpha, \.sizeAlpha, \.minimumSamples, \.dropout)

  static let training = of(
    \.batch, \.localEpochs, \.optimizer, \.learningRate, \.schedule, \.weightDecay, \.momentum,
    \.clip, \.keepMoments)
}

extension OptimizerSettings {
  /// The clients' optimiser that `settings` ask for.
  init(_ settings: Settings) {
    self.init(
      kind: settings.optimizer == .sgd ? .sgd : .adamW, learningRate: settings.learningRate,
      weightDecay: settings.weightDecay, momentum: settings.momentum, clipNorm: settings.clip)
  }
}
