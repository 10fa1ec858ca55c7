extension Architecture {
  /// LLaMA (Touvron and others 2023, arXiv 2302.13971) and what kept its form, such as SmolLM2: a decoder with RMSNorm in
  /// front of its parts, rotary positions, shared heads of keys and values, and a gated feed-forward part.
  public static let llama = decoder(
    "llama", "Llama", window: .none,
    biases: [
      .init(key: "attention_bias", parts: [.query, .key, .value, .attentionOut]),
      .init(key: "mlp_bias", parts: [.up, .gate, .down]),
    ])

  /// Mistral (Jiang and others 2023, arXiv 2310.06825): LLaMA whose tokens see no further than a window.
  public static let mistral = decoder(
    "mistral", "Mistral", window: .always, missingKeyHeads: 8,
    biases: [.init(parts: [.query, .key, .value, .attentionOut, .up, .gate, .down])])

  /// Qwen2 (Yang and others 2024, arXiv 2407.10671): LLaMA with biases of queries, keys and values.
  public static let qwen2 = decoder(
    "qwen2", "Qwen2", window: .flagged, missingKeyHeads: 32,
    biases: [.init(parts: [.attentionOut, .up, .gate, .down])])

  private static func decoder(
    _ name: String, _ className: String, window: ReachKeys.Window, missingKeyHeads: Int? = nil,
    biases: [ConfigurationKeys.Bias]
  ) -> Architecture {
    Architecture(
      name: name, className: className, prefix: "model",
      keys: ConfigurationKeys(
        vocabulary: .init("vocab_size", 32_000), width: .init("hidden_size", 4096),
        layers: .init("num_hidden_layers", 32), heads: .init("num_attention_heads", 32),
        keyHeads: "num_key_value_heads", missingKeyHeads: missingKeyHeads, headWidth: "head_dim",
        inner: .init("intermediate_size", 11_008),
        positions: .init("max_position_embeddings", 2048), tokenTypes: nil,
        epsilon: "rms_norm_eps", missingEpsilon: 1e-6, missingActivation: .silu,
        padding: .init("pad_token_id", -1),
        biases: biases + [
          .init(parts: [.attentionNorm, .outputNorm, .finalNorm, .headOut])
        ],
        reach: .causal(window)),
      form: BlockForm(order: .before, norm: .rms, isGated: true),
      readout: Readout(activation: .tanh, trainsDense: false, readsLast: true),
      paths: [
        .wordEmbeddings: "model.embed_tokens",
        .attentionNorm: "model.layers.#.input_layernorm",
        .query: "model.layers.#.self_attn.q_proj", .key: "model.layers.#.self_attn.k_proj",
        .value: "model.layers.#.self_attn.v_proj",
        .attentionOut: "model.layers.#.self_attn.o_proj",
        .outputNorm: "model.layers.#.post_attention_layernorm",
        .gate: "model.layers.#.mlp.gate_proj", .up: "model.layers.#.mlp.up_proj",
        .down: "model.layers.#.mlp.down_proj",
        .finalNorm: "model.norm", .headOut: "score", .wordOut: "lm_head",
      ])
  }
}
