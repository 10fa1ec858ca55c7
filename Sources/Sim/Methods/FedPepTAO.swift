import Transformer

extension MethodRecipe {
  /// FedPepTAO (arXiv 2310.15080): prefixes of chosen layers travel, and the server corrects for who was sampled.
  static let fedPepTAO = MethodRecipe(
    name: "fedpeptao",
    summary:
      "Prefixes in every layer; those of layers whose samples differ in few directions travel, the others are "
      + "personal; the server has momentum and control variates.",
    source: "arXiv 2310.15080, EMNLP 2023",
    settings: PrefixModules.settings + LayerSelection.settings
      + Setting.of(\.pepTAOServer, \.pepTAORate, \.pepTAOMomentum),
    firstValues: ["train.learning_rate": .number(0.1), "gal.count": .text("plateau")],
    card: MethodCard(
      trains: "prefixes, head", travels: "prefixes of the global layers, head",
      keeps:
        "each client prefixes of the other layers; the server a momentum and a control variate of each client",
      passes:
        "layer scores before round 1: one batch forward a client, and the Hessian's spectrum in the first cohort",
      text: """
        p-tuning-v2 of which some layers travel. Before round 1 every client scores the layers on one batch and without
        prefixes: the more alike a layer's hidden states are from sample to sample, the higher. How many become global
        is the share that a flat stretch of the Hessian's spectral density keeps (gal.count = plateau, with
        gal.count and gal.layers for other choices). The prefixes of the other layers stay on their client.

        The server knows what each client's mean gradient was when it last took part, c_k, and their mean over all
        clients, c; nothing of it travels. It steps with momentum, and with a correction for which clients were sampled.

        fedpeptao.server = code is what the authors' program does: the gradient is how the step of the round before
        differs from this one's, the correction comes after c and c_k have been renewed, and the rate falls by a
        hundredth a round, to 10⁻⁴ at least. Round 1 only averages. For few steps of a small learning rate, as in the
        embedded experiment, that correction goes back more than the clients went on: it is not the first value. clean is a plain reading of the same idea: the
        gradient is the way to the mean, corrected by the control variates of before, and c_k is a client's own mean
        gradient. With a rate of 0, code is p-tuning-v2 with global layers, bit for bit.
        """,
      equations: """
        score of a layer: Σ_i ln(λ_i + 10⁻⁵) + 1/(λ_i + 10⁻⁵), λ the eigenvalues of the samples' cosine similarities
        Δ = P − Σ_k p_k·P_k
        code: c_k ← c_k − c + (P − P_k)/(S_k·η), c ← c + |S|/K · Σ_k S_k·δc_k / Σ_k S_k
              v ← μ·v + (1 − μ)·(Δ_before − Δ) + c − Σ_k p_k·c_k, P ← Σ_k p_k·P_k − η_s·v
        clean: v ← μ·v + (1 − μ)·(Δ + S·η·(c − Σ_k p_k·c_k)), P ← P − v
               c_k ← (P − P_k)/(S_k·η), c ← c + (1/K)·Σ_k δc_k
        """,
      departures: """
        The original predicts a word through the frozen masked-language-model head; here a classification head is trained
        and travels, since the embedded encoder and sentence encoders have none.

        It counts layers after ten rounds of training all of them; here the count is made before round 1 with the score.
        Its scores leave the last layer out; here every layer has one, of its own output, and batches are not padded.

        c_k is a mean gradient under plain SGD alone: under AdamW, which the original has too, it is a mean step in units
        of η.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: PrefixModules(settings), exchange: GlobalLayers(settings),
      server: ControlledMomentum(settings),
      initialisation: LayerChoice(settings) { data in
        let batch = data.federation.train.batch(
          data.samples.prefix(data.federation.settings.batch))
        data.work.passed(batch)
        var scores = [Double](
          repeating: 0, count: data.federation.encoder.configuration.layers)
        data.session.hiddenStates(batch, parameters: data.federation.start) {
          scores[$0] = SampleSimilarity.score(SampleSimilarity.cosines($1, $2))
        }
        return scores
      })
  }
}

extension SettingKeys {
  var pepTAOServer: SettingKey<PepTAOServer> {
    .choice(
      "fedpeptao.server", .clean,
      "What the server does: as the authors' program, or momentum on the way to the mean (clean).")
  }
  var pepTAORate: SettingKey<Double> {
    .number(
      "fedpeptao.server_rate", 0.05, in: 0...100,
      "First learning rate η_s of the server in its code form.")
  }
  var pepTAOMomentum: SettingKey<Double> {
    .number("fedpeptao.momentum", 0.9, in: 0...0.9999, "Momentum μ of the server.")
  }
}
