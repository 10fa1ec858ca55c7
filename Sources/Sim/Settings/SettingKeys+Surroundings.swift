import Transformer

/// Which clients with broken numbers fire a guard.
public enum FailureGuard: String, Sendable, CaseIterable {
  /// All of a cohort together.
  case all
  /// Any one of it.
  case any
  /// None.
  case off
}

/// What a client that kept parameters of its own answers test samples with, beside the server's.
public enum LocalEvaluation: String, Sendable, CaseIterable {
  /// What it kept after its last participation.
  case kept
  /// The first values: what the server alone would answer with.
  case initial
  /// What it kept, after a few steps on it with the server's present parameters frozen; thrown away afterwards.
  case fresh
}

extension SettingKeys {
  /// Rounds between evaluations.
  public var evaluateEvery: SettingKey<Int> {
    .integer("evaluation.every", 1, in: 1...1_000_000, "Rounds between evaluations.")
  }

  /// What a client that kept parameters of its own answers with.
  public var localEvaluation: SettingKey<LocalEvaluation> {
    .choice(
      "evaluation.local", .kept,
      "What clients answer with beside the server's parameters: what they kept, the first values, or "
        + "what they kept after a few steps beside the server's present parameters.")
  }
  /// Those steps.
  public var freshSteps: SettingKey<Int> {
    .integer("evaluation.fresh_steps", 4, in: 1...1000, "Steps of evaluation.local = fresh.")
  }
  /// Clients held out of training.
  public var unseen: SettingKey<Double> {
    .number(
      "evaluation.unseen", 0, in: 0...0.9,
      "Share of clients held out of training, whose samples test what the others have learned.")
  }

  /// Tokens a second of a median client.
  public var clientSpeed: SettingKey<Double> {
    .number(
      "clock.client_speed", 2000, in: 1e-3...1e12, "Tokens a second of a median client.")
  }
  /// Spread of client speeds (of the logarithm).
  public var speedSpread: SettingKey<Double> {
    .number(
      "clock.speed_spread", 0.3, in: 0...5, "Spread of client speeds (of the logarithm).")
  }
  /// Uplink of a client, bytes a second.
  public var uplink: SettingKey<Double> {
    .number("clock.uplink", 1_250_000, in: 1...1e15, "Uplink of a client, bytes a second.")
  }
  /// Downlink of a client, bytes a second.
  public var downlink: SettingKey<Double> {
    .number("clock.downlink", 5_000_000, in: 1...1e15, "Downlink of a client, bytes a second.")
  }
  /// Virtual seconds a round waits.
  public var deadline: SettingKey<Double> {
    .number("clock.deadline", 0, in: 0...1e9, "Virtual seconds a round waits; 0: for everyone.")
  }

  /// Bytes after which the run holds.
  public var byteBudget: SettingKey<Int> {
    .integer("guard.bytes", 0, in: 0...Int.max, "Bytes after which the run holds; 0: none.")
  }
  /// Accuracy at which it holds.
  public var targetAccuracy: SettingKey<Double> {
    .number("guard.accuracy", 0, in: 0...1, "Accuracy at which it holds; 0: none.")
  }
  /// Training loss above which it holds.
  public var divergence: SettingKey<Double> {
    .number("guard.loss", 0, in: 0...1e9, "Training loss above which it holds; 0: none.")
  }
  /// Whether it holds when the numbers of all, or of any, clients of a round are not finite.
  public var failureGuard: SettingKey<FailureGuard> {
    .choice(
      "guard.failures", .all,
      "Whether it holds when the numbers of all, or of any, clients of a round are not finite.")
  }

  /// Seed of every draw.
  public var seed: SettingKey<Int> {
    .integer("run.seed", 42, in: 0...Int.max, "Seed of every draw.")
  }
  /// Workers, one thread each.
  public var workers: SettingKey<Int> {
    .integer("run.workers", 0, in: 0...1024, "Workers, one thread each; 0: one a core.")
  }
  /// Whose products with frozen weights.
  public var blas: SettingKey<BLAS> {
    .choice(
      "run.blas", .auto,
      "Whose products with frozen weights: auto is oneDNN where it is installed and the model wide enough."
    )
  }
  /// Where run files go.
  public var runs: SettingKey<String> { .text("run.directory", "runs", "Where run files go.") }
}

extension Setting {
  static let surroundings = of(
    \.evaluateEvery, \.localEvaluation, \.freshSteps, \.unseen, \.clientSpeed, \.speedSpread,
    \.uplink,
    \.downlink, \.deadline, \.byteBudget,
    \.targetAccuracy, \.divergence, \.failureGuard, \.seed, \.workers, \.backend, \.blas, \.runs)
}
