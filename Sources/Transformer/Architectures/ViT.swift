extension Architecture {
  /// ViT (Dosovitskiy and others 2021, arXiv 2010.11929): an encoder over patches of an image, with norms in front of
  /// their parts and a classifier that reads the class token directly.
  ///
  /// Modules of `transformers` 5 have other names than the tensors in files, and PEFT's adapters follow the modules; those
  /// with the names of files are read too.
  public static let vit = Architecture(
    name: "vit", className: "ViT", task: "ImageClassification",
    keys: ConfigurationKeys(
      tokenTypes: nil,
      patches: .init(
        side: .init("image_size", 224), patch: .init("patch_size", 16),
        channels: .init("num_channels", 3)),
      biases: [.init(key: "qkv_bias", isThere: true, parts: [.query, .key, .value])]),
    form: BlockForm(order: .before),
    readout: Readout(activation: .tanh, trainsDense: false),
    paths: [
      .classToken: "vit.embeddings.cls_token",
      .patchProjection: "vit.embeddings.patch_embeddings.projection",
      .positionEmbeddings: "vit.embeddings.position_embeddings",
      .attentionNorm: "vit.encoder.layer.#.layernorm_before",
      .query: "vit.encoder.layer.#.attention.attention.query",
      .key: "vit.encoder.layer.#.attention.attention.key",
      .value: "vit.encoder.layer.#.attention.attention.value",
      .attentionOut: "vit.encoder.layer.#.attention.output.dense",
      .outputNorm: "vit.encoder.layer.#.layernorm_after",
      .up: "vit.encoder.layer.#.intermediate.dense",
      .down: "vit.encoder.layer.#.output.dense",
      .finalNorm: "vit.layernorm", .headOut: "classifier",
    ],
    modules: [
      .query: "vit.layers.#.attention.q_proj", .key: "vit.layers.#.attention.k_proj",
      .value: "vit.layers.#.attention.v_proj", .attentionOut: "vit.layers.#.attention.o_proj",
      .up: "vit.layers.#.mlp.fc1", .down: "vit.layers.#.mlp.fc2",
      .attentionNorm: "vit.layers.#.layernorm_before",
      .outputNorm: "vit.layers.#.layernorm_after",
    ])
}
