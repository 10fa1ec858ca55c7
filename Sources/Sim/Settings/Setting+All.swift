import Metrics
import Transformer

extension Setting {
  /// Every setting, in the order of a configuration file.
  public static let all: [Setting] = [
    .text("model.name", \.model, "Encoder: embedded, minilm, or a Hugging Face directory."),
    .choice(
      "model.pooling", \.pooling, ["auto", "first", "mean"],
      "What the head sees: the first token (through its dense layer), or the mean over tokens."),
    .integer("model.max_length", \.maxLength, 4...4096, "Longest sequence, tokens."),
    .choice(
      "model.precision", \.precision, Precision.allCases.map(\.rawValue),
      "Products with frozen weights; bf16 needs a build with oneDNN."),
    .text("data.name", \.data, "Data: sentiment, question, agreement, a fetched set, or a file."),
    .text("data.text_column", \.textColumn, "Column of the text; empty: guessed."),
    .text("data.pair_column", \.pairColumn, "Column of the second text; empty: guessed."),
    .text("data.label_column", \.labelColumn, "Column of the label; empty: guessed."),
    .integer(
      "data.train_samples", \.trainSamples, 0...10_000_000,
      "Training samples; 0: all of a file, 60 a client of an embedded task."),
    .integer(
      "data.test_samples", \.testSamples, 0...10_000_000,
      "Test samples; 0: all of a file, 1000 of an embedded task."),
    .number(
      "data.test_fraction", \.testFraction, 0.01...0.9, "Share held out of a file without a test."),

    .text("method.name", \.method, "Method; `fedtop methods` lists them."),
    .choice(
      "method.head", \.head, ["shared", "personal", "frozen"],
      "The task head: averaged with the rest, kept by each client, or not trained."),

    .integer("federation.clients", \.clients, 1...1_000_000, "Clients."),
    .integer("federation.cohort", \.cohort, 1...100_000, "Clients of one round."),
    .integer("federation.rounds", \.rounds, 1...1_000_000, "Rounds."),
    .choice(
      "federation.partition", \.partition, ["iid", "dirichlet", "quantity", "natural"],
      "How samples are divided over clients."),
    .number("federation.alpha", \.alpha, 1e-3...1e6, "Dirichlet concentration over labels."),
    .number("federation.size_alpha", \.sizeAlpha, 1e-2...1e6, "The same over client sizes."),
    .integer(
      "federation.minimum_samples", \.minimumSamples, 1...1_000_000,
      "Fewest training samples of a client."),
    .number(
      "federation.dropout", \.dropout, 0...1, "Chance that a sampled client drops out of a round."),

    .integer("train.batch", \.batch, 1...4096, "Samples a batch."),
    .integer("train.local_epochs", \.localEpochs, 1...1000, "Passes a client makes in a round."),
    .choice("train.optimizer", \.optimizer, ["adamw", "sgd"], "Optimiser of the clients."),
    .number("train.learning_rate", \.learningRate, 0...100, "Learning rate of the first round."),
    .choice(
      "train.schedule", \.schedule, LearningRateDecay.allCases.map(\.rawValue),
      "Learning rate over the rounds: constant while the curriculum's share grows and to zero in a "
        + "line from there, to zero in a line from round 1, or constant."),
    .number("train.weight_decay", \.weightDecay, 0...10, "Decoupled weight decay."),
    .number("train.momentum", \.momentum, 0...0.9999, "Momentum of SGD."),
    .number("train.clip", \.clip, 0...1e9, "Largest norm of a gradient; 0: no clipping."),
    .flag("train.keep_moments", \.keepMoments, "Keep the optimiser's moments between rounds."),

    .integer("lora.rank", \.rank, 1...1024, "Rank of LoRA."),
    .number("lora.alpha", \.loraAlpha, 1e-6...1e6, "α of LoRA: its product counts α / rank."),
    .text(
      "lora.targets", \.targets,
      "Linear maps with LoRA: query, key, value, attentionOut, up, down, or all."),
    .integer("adapter.size", \.adapterSize, 1...4096, "Width of a bottleneck adapter."),
    .integer("prefix.length", \.prefixLength, 1...512, "Key and value positions of a prefix."),

    .choice("curriculum.pacing", \.pacing, Pacing.names, "How the share of used batches grows."),
    .number("curriculum.beta", \.beta, 1e-6...1, "Share of the sorted batches in round 1."),
    .number("curriculum.end", \.pacingEnd, 1e-6...1, "Part of the rounds until all are used."),
    .number("curriculum.power", \.pacingPower, 1...100, "p of the p-root pacing."),
    .choice(
      "curriculum.unit", \.unit, ["sample", "batch"], "What is sorted by difficulty."),
    .choice(
      "curriculum.visit", \.visit, ["sorted", "shuffled"],
      "How the samples in use are visited: as sorted, or in new random batches each epoch."),
    .choice(
      "curriculum.order", \.order, ["easy", "hard", "random"], "Which samples come first."),
    .choice(
      "curriculum.balance", \.balance, ["label", "none"],
      "Whether the samples in use keep the client's mix of labels, or come as they are sorted."),

    .text(
      "gal.count", \.gal,
      "Global layers: auto (gap), gap, plateau, all, none, a count, or a fraction below 1."),
    .choice(
      "gal.side", \.gapSide, ["above", "below"], "Which side of the spectral gap is kept."),
    .choice(
      "gal.score", \.layerScore, SensitivityScore.allCases.map(\.rawValue),
      "A layer's sensitivity: its own amplification of noise, or all that has built up below it."),
    .choice(
      "gal.order", \.layerOrder, ["sensitivity", "reverse", "random"], "Which layers come first."),
    .number("gal.noise", \.noise, 0...10, "Norm of the noise, relative to the embedded input."),
    .choice("gal.noise_norm", \.noiseNorm, ["l2", "infinity"], "Norm that bounds the noise."),
    .integer(
      "gal.noise_samples", \.noiseSamples, 1...100_000, "Samples a client scores layers on."),
    .integer(
      "gal.clients", \.layerClients, 0...1_000_000,
      "Clients that score layers, a seeded sample; 0: all."),

    .number(
      "mask.sparsity", \.sparsity, 0.01...1, "Kept fraction ρ of neurons in the local layers."),
    .number("mask.gamma", \.gamma, 0...0.9999, "Momentum γ of the Fisher average."),
    .choice(
      "mask.neurons", \.neurons, ["rows", "output", "entry"],
      "What is masked: rows of A and B, rows of B alone, or single entries."),
    .choice(
      "mask.fisher", \.maskFisher, NeuronMask.Source.allCases.map(\.rawValue),
      "Fisher of the mask: from the first local epoch of the round before, or a pass of its own."),
    .integer("mask.warmup", \.maskWarmup, 0...1000, "Participations trained unmasked."),

    .number("moon.mu", \.moonMu, 0...1000, "Weight μ of the contrastive loss."),
    .number("moon.temperature", \.moonTemperature, 1e-3...1000, "Temperature τ of it."),

    .integer("evaluation.every", \.evaluateEvery, 1...1_000_000, "Rounds between evaluations."),

    .number(
      "clock.client_speed", \.clientSpeed, 1e-3...1e12, "Tokens a second of a median client."),
    .number(
      "clock.speed_spread", \.speedSpread, 0...5, "Spread of client speeds (of the logarithm)."),
    .number("clock.uplink", \.uplink, 1...1e15, "Uplink of a client, bytes a second."),
    .number("clock.downlink", \.downlink, 1...1e15, "Downlink of a client, bytes a second."),
    .number(
      "clock.deadline", \.deadline, 0...1e9, "Virtual seconds a round waits; 0: for everyone."),

    .integer(
      "guard.bytes", \.byteBudget, 0...Int.max, "Bytes after which the run holds; 0: none."),
    .number("guard.accuracy", \.targetAccuracy, 0...1, "Accuracy at which it holds; 0: none."),
    .number("guard.loss", \.divergence, 0...1e9, "Training loss above which it holds; 0: none."),
    .choice(
      "guard.failures", \.failureGuard, ["all", "any", "off"],
      "Whether it holds when the numbers of all, or of any, clients of a round are not finite."),

    .integer("run.seed", \.seed, 0...Int.max, "Seed of every draw."),
    .integer("run.workers", \.workers, 0...1024, "Workers, one thread each; 0: one a core."),
    .text("run.directory", \.runs, "Where run files go."),
  ]

  /// The setting with this key.
  /// - Throws: `SettingsError.unknown`, naming the nearest key.
  public static func named(_ key: String) throws(SettingsError) -> Setting {
    if let setting = all.first(where: { $0.key == key }) { return setting }
    throw .unknown(key: key, nearest: nearest(to: key, in: all.map(\.key)))
  }

  /// The candidate with the fewest edits to `word`, if it is near enough to be meant.
  public static func nearest(to word: String, in candidates: [String]) -> String? {
    let scored = candidates.map { candidate -> (String, Int) in
      // `clients` is meant where `federation.clients` is right: compare with and without the section.
      let short = candidate.split(separator: ".").last.map(String.init) ?? candidate
      return (candidate, min(edits(word, candidate), edits(word, short)))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }),
      best.1 <= max(2, (word.split(separator: ".").last ?? "").count / 3)
    else {
      return nil
    }
    return best.0
  }

  /// Levenshtein distance.
  ///
  /// Complexity: O(|a|·|b|).
  private static func edits(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let substituted = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}

extension Settings {
  /// Every setting by its key, as it is in force.
  public var config: [String: ConfigValue] {
    Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.key, $0.value(in: self)) })
  }
}
