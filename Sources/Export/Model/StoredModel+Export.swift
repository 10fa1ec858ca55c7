import Corpus
import Foundation
import Host
import Plain
import Sim
import Transformer

extension StoredModel {
  /// Writes the model that the run trained as a Hugging Face directory: factors merged in, with head,
  /// tokenizer and a note.
  ///
  /// - Throws: `ModelError.unsupported` when the method's modules cannot be merged.
  public func writeModel(directory: String, client: Int?) throws {
    let encoder = federation.encoder
    let merged = try encoder.merged(try parameters(client: client))
    try encoder.weights.write(
      directory: directory, overriding: merged,
      labelNames: isLanguageModel ? nil : federation.dataset.labelNames, pooling: pooling)
    try writeTokenizer(directory: directory)
    try writeEnds(directory: directory)
    try writePlainForm(directory: directory)
    if needsMeanClass {
      try MeanPooling.install(directory: directory, weights: encoder.weights)
    }
    try ExportNote(self, client: client).write(directory: directory)
  }

  /// Writes the run's factors and head as a PEFT adapter directory, with a note.
  ///
  /// A model that PEFT could not find as a directory with weights goes along in `base`.
  ///
  /// - Parameter finalPath: where the directory will be in the end.
  /// - Throws: a data `Failure` when the method trains no LoRA.
  public func writeAdapter(directory: String, client: Int?, finalPath: String) throws {
    let encoder = federation.encoder
    guard let lora = encoder.plan.modules.compactMap({ $0 as? LoRA }).first,
      encoder.plan.modules.count == 1, encoder.plan.heldTensors.isEmpty
    else {
      throw Failure(
        "\(run): what method \(federation.recipe.name) changes is not LoRA factors alone, which are all that a "
          + "PEFT LoRA adapter holds: use --to model, or a run of another method", .data)
    }
    let parameters = try parameters(client: client)
    let adapter = try LoRAAdapter(
      lora, layout: encoder.layout, parameters: parameters, head: encoder.savedHead(parameters),
      name: run)
    try adapter.write(
      directory: directory, baseModel: try writeBase(beside: directory, finalPath: finalPath),
      objective: encoder.plan.objective)
    if needsMeanClass {
      try MeanPooling.write(directory: directory, weights: encoder.weights)
    }
    try ExportNote(self, client: client).write(directory: directory)
  }

  /// Whether the head reads the mean and no key of `config.json` can say so.
  public var needsMeanClass: Bool {
    pooling == .mean && !isLanguageModel && !federation.encoder.configuration.family.saysPooling
  }

  /// What an adapter cannot say of how its head reads, and whoever loads its base must: the base's `config.json` has another
  /// pooling than the run.
  public var adapterNote: String? {
    let encoder = federation.encoder
    guard encoder.configuration.family.saysPooling, pooling != encoder.weights.pooling else {
      return nil
    }
    return
      "the head reads the \(pooling.words): load the base with classifier_pooling=\"\(pooling.key)\", which its "
      + "config.json does not say"
  }

  /// - Returns: where PEFT finds the base model.
  private func writeBase(beside directory: String, finalPath: String) throws -> String {
    // PEFT opens no GGUF file, and weights that a run began with at random are nowhere else.
    if let base = baseDirectory, EncoderWeights.areThere(directory: base) {
      return URL(fileURLWithPath: base).standardizedFileURL.path
    }
    try federation.encoder.weights.write(directory: directory + "/base", overriding: [:])
    try writeTokenizer(directory: directory + "/base")
    return URL(fileURLWithPath: finalPath).standardizedFileURL.path + "/base"
  }

  /// Says where a language model's texts begin and end, as its base does: without it they go on past their end.
  private func writeEnds(directory: String) throws {
    guard isLanguageModel, let base = baseDirectory else { return }
    if GGUFFile.isNamed(by: base) {
      let ends = GGUFTokenizer.ends(try GGUFFile(path: base).metadata)
      try ConfigurationMembers.add(ends, to: directory)
    } else {
      let keys = ["bos_token_id", "eos_token_id"]
      try ConfigurationMembers.add(
        ConfigurationMembers.read(base).filter { keys.contains($0.key) }, to: directory)
      try copy("generation_config.json", from: base, to: directory)
    }
    guard let end = furtherEnd else { return }
    let rules = "generation_config.json"
    let known =
      try ConfigurationMembers.read(directory, rules)["eos_token_id"]
      ?? ConfigurationMembers.read(directory)["eos_token_id"]
    let ends = known as? [Any] ?? [known].compactMap(\.self)
    try ConfigurationMembers.add(["eos_token_id": ends + [Int(end.id)]], to: directory, rules)
  }

  /// Writes down how conversations were written where the base has no template that says so: nobody could ask the model as it
  /// was taught.
  private func writePlainForm(directory: String) throws {
    guard let prompt, prompt.isPlainForm else { return }
    let begins =
      ChatText("a").tokens(by: tokenizer).first
      != ChatText("a", isFramed: true).tokens(by: tokenizer).first
    try OutputFile.replace(
      directory + "/chat_template.jinja", with: Data(ChatTemplate.plainForm(begins: begins).utf8))
  }

  /// The token with which the run's answers end, where the base does not know it as an end of texts: other programs write on
  /// behind it.
  private var furtherEnd: (text: String, id: Int32)? {
    guard isLanguageModel, let closing = prompt?.closing else { return nil }
    let tokens = ChatText(closing, isFramed: true).tokens(by: tokenizer)
    guard tokens.count == 1, !generation.ends.contains(tokens[0]) else { return nil }
    return (closing, tokens[0])
  }

  /// That answers end with a token that the base does not know as an end, a sentence; nil: it does.
  public var endNote: String? {
    furtherEnd.map { end in
      "answers end with \(excerpt(end.text)) (token \(end.id)), which is no eos_token_id of the base: "
        + "it is one in generation_config.json, and where that is not read (PEFT) it must be given"
    }
  }

  private func writeTokenizer(directory: String) throws {
    guard let base = baseDirectory else {
      return try EmbeddedTokenizer.write(directory: directory)
    }
    if GGUFFile.isNamed(by: base) {
      return try GGUFTokenizer.write(
        try GGUFFile(path: base).metadata, path: base, directory: directory)
    }
    for name in [
      "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
      "vocab.txt", "vocab.json", "merges.txt", "chat_template.jinja", "preprocessor_config.json",
    ] { try copy(name, from: base, to: directory) }
  }

  /// Copies a file where there is one: contents, not links or permissions, for the copy must stand on its own.
  private func copy(_ name: String, from base: String, to directory: String) throws {
    guard FileManager.default.fileExists(atPath: "\(base)/\(name)") else { return }
    let contents = try Data(contentsOf: URL(fileURLWithPath: "\(base)/\(name)"))
    try OutputFile.replace("\(directory)/\(name)", with: contents)
  }
}
