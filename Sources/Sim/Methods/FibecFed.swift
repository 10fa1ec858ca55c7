extension MethodRecipe {
  /// FibecFed (arXiv 2410.00131): Fisher curriculum, global aggregation layers, sparse local updates.
  static let fibecFed = MethodRecipe(
    name: "fibecfed",
    summary:
      "Easy samples first by Fisher trace; only sensitive layers travel; the others update their most important "
      + "neurons.",
    source: "arXiv 2410.00131, EMNLP 2024",
    settings: Setting.of(\.reading) + LoRAModules.settings + FisherCurriculum.settings
      + LayerSelection.settings + NeuronMask.settings,
    readings: fibecFedReadings,
    card: MethodCard(
      trains: "LoRA, head", travels: "LoRA of the global layers, head",
      keeps: "each client LoRA of its local layers, Fisher averages, difficulties",
      passes:
        "layer scores before round 1; with curriculum.score = initial or warm one pass a client",
      text: """
        LoRA with three additions: a client orders its data from easy to hard by Fisher information and uses a growing
        share of it; only the LoRA factors of the global aggregation layers travel; the other layers stay on their
        client and update only their most Fisher-important neurons. The nine steps of the paper's Figure 1, each with
        the settings that fill what it leaves open:

        1. Initialisation: devices score samples (curriculum.score = initial | warm | participation, curriculum.trace,
        curriculum.unit) and layers (gal.score = accumulated | own, gal.noise, gal.clients).

        2. They upload layer scores: L + 2 numbers each, nothing else.

        3. The server takes the n_k-weighted mean, and the most sensitive layers become global (gal.count, gal.order,
        gal.layers).

        4. It tells all devices which: a bit a layer. With gal.every = R that is done again every R rounds.

        5. Each device chooses its local update parameters (mask.refresh = init as drawn, or participation;
        mask.measure = epoch | pass; mask.neurons, mask.sparsity, mask.gamma).

        6. In each round the server sends the global layers' factors to the selected devices.

        7. A device trains them densely, and its own with the mask, on the share of its batches that the round allows
        (curriculum.pacing, beta, end, order, balance, visit), at the round's learning rate (train.schedule).

        8. It uploads the global layers' factors.

        9. The server averages A and B, weighted by n_k.

        method.reading = figure1 takes the drawing to the letter; the default, ours, is what was measured to be best
        (docs/results.md); first is what fedtop did at first. Each can be changed setting by setting. At evaluation a
        client answers with what it kept, with first values, or with what it kept after a few fresh steps
        (evaluation.local).

        With curriculum.pacing = none and gal.count = all it is fedavg-lora, bit for bit, but for the layer scores of the
        initialisation. With no layer global, a personal head, no curriculum and ρ = 1 clients train on their own. ρ = 1
        masks nothing.
        """,
      equations: """
        f_i = ‖∇_P ln p(y_i | x_i; P)‖²                                   difficulty of sample i
        q_k(t) = max(1, ⌈c(t)·|B_k|⌉), c(0) = β, c(αT) = 1                  batches in use in round t
        I_l = Σ_k (n_k/n)·mean_i ‖h_l(x_i + δ_i) − h_l(x_i)‖ / ‖h_l(x_i)‖   sensitivity of layer l
        F ← γ·F + (1 − γ)·F̃                                             Fisher average of a neuron
        P_l ← Σ_k p_k·P_l,k for global l, p_k = n_k / Σ_j n_j
        """,
      departures: """
        The body of the paper was not available: what is known is its abstract, its Figure 1 and public reviews. Every
        open place is a setting, and its first value is ours.

        The drawing scores samples before round 1. Here a client's difficulties come of the passes that its participations
        make anyway, so that its first order is a random one: at the initial model the head is random, and traces tell
        labels apart rather than hard from easy. With curriculum.score = initial a client is scored when it is first
        sampled, at the same initial model: the order is that of the drawing, and clients that are never sampled cost
        nothing.

        The task head is trained and averaged; the drawing has a linear head and does not say.
        """),
    notes: LayerSelection.notes
  ) { settings throws(SettingsError) in
    // A share of 1 from the start leaves nothing to order: the data is visited as without a curriculum.
    let everything = settings.beta >= 1 || settings.pacing == .none
    return Method(
      modules: try LoRAModules(settings),
      curriculum: everything ? Everything() : FisherCurriculum(settings),
      exchange: GlobalLayers(settings),
      rules: [NeuronMask(settings)],
      initialisation: LayerChoice(settings))
  }
}
