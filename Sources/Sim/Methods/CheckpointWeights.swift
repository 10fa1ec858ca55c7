import Transformer

extension MethodRecipe {
  /// Full fine-tuning with federated averaging (arXiv 1602.05629).
  static let full = MethodRecipe(
    name: "full",
    summary: "Every weight of the encoder and the head is trained and travels.",
    source: "arXiv 1602.05629, AISTATS 2017",
    settings: [],
    firstValues: ["train.learning_rate": .number(5e-4)],
    card: MethodCard(
      trains: "every weight, head", travels: "all that is trained",
      text: """
        Federated averaging of the whole network, embeddings among it: the upper end of what can be learnt, of traffic
        and of memory. Nothing is added to the encoder. A round's message is as long as the model, in either direction,
        and the server's mean holds two more copies of it.

        The head that guesses masked words is no part of it. With pooling on the first token the readout's dense map is
        trained too.
        """,
      equations: """
        W ← Σ_k p_k·W_k for every tensor W
        """)
  ) { settings in
    Method(
      modules: CheckpointModules(part: .everything), exchange: EverythingTravels(settings))
  }

  /// BitFit with federated averaging (arXiv 2106.10199).
  static let bitFit = MethodRecipe(
    name: "bitfit",
    summary: "The biases of the encoder and the head are trained and travel; matrices stay frozen.",
    source: "arXiv 2106.10199, ACL 2022",
    settings: [],
    firstValues: ["train.learning_rate": .number(0.03)],
    card: MethodCard(
      trains: "biases, head", travels: "all that is trained",
      text: """
        Only vectors are trained: the biases of all linear maps and of the LayerNorms, those of the embeddings' among
        them, (7·d + inner)·L + d values in BERT, and the head. Nothing is added to the encoder.
        """,
      equations: """
        y = W·x + b with b trained, in every map and norm
        """,
      departures: """
        The task head is trained whole, as all methods here do it.
        """)
  ) { settings in
    Method(modules: CheckpointModules(part: .biases), exchange: EverythingTravels(settings))
  }

  /// The head alone, on frozen features.
  static let headOnly = MethodRecipe(
    name: "head-only",
    summary:
      "Only the task head is trained and travels; the encoder is a frozen extractor of features.",
    source: "federated averaging (arXiv 1602.05629) of a linear probe",
    settings: [],
    firstValues: ["train.learning_rate": .number(0.05)],
    card: MethodCard(
      trains: "head", travels: "head",
      text: """
        The least that can be trained, in traffic and in compute: no gradient passes the encoder. What other methods
        reach above it is what adapting the encoder is worth. Pooled vectors are computed anew in each step.
        """,
      equations: """
        H ← Σ_k p_k·H_k
        """)
  ) { settings throws(SettingsError) in
    guard settings.head != .frozen else {
      throw .conflict("method.head = frozen: head-only trains nothing else")
    }
    return Method(
      modules: CheckpointModules(part: .head), exchange: EverythingTravels(settings),
      needsHead: true)
  }
}

/// Tensors of the checkpoint and the head, and nothing added.
struct CheckpointModules: ModuleChoice {
  /// Which tensors.
  enum Part: Sendable {
    /// All that answers pass through.
    case everything
    /// The biases of linear maps and norms.
    case biases
    /// None but the head's.
    case head
  }

  var part: Part

  /// The plan for an encoder of this shape.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    switch part {
    case .everything:
      TrainingPlan(
        trainedTensors: TrainingPlan.encoderTensors(of: configuration),
        head: head == .automatic ? .all : head)
    case .biases:
      TrainingPlan(trainedTensors: TrainingPlan.biases(of: configuration), head: head)
    case .head: TrainingPlan(head: head)
    }
  }
}
