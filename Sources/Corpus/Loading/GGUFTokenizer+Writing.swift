import Foundation
import Plain

extension GGUFTokenizer {
  /// Writes the tokenizer that `metadata` describe as the files in which other programs look for it: `tokenizer.json`,
  /// `tokenizer_config.json`, and `chat_template.jinja` where there is one.
  ///
  /// - Parameters:
  ///   - path: names the GGUF file in errors.
  ///   - directory: where the files go.
  public static func write(
    _ metadata: [String: GGUFValue], path: String, directory: String
  ) throws {
    _ = try tokenizer(metadata, path: path)
    let file = GGUFTokenizerFile(metadata)
    for (name, value) in [
      ("tokenizer.json", file.tokenizer), ("tokenizer_config.json", file.settings),
    ] {
      let text = value.serialized(indented: true) + "\n"
      try OutputFile.replace("\(directory)/\(name)", with: Data(text.utf8))
    }
    if let template = metadata["tokenizer.chat_template"]?.text {
      try OutputFile.replace("\(directory)/chat_template.jinja", with: Data(template.utf8))
    }
  }

  /// Ids by which `config.json` says where a language model's texts begin and end, by key.
  public static func ends(_ metadata: [String: GGUFValue]) -> [String: Int] {
    let ids = ["bos_token_id", "eos_token_id"].map {
      ($0, metadata["tokenizer.ggml." + $0]?.integer)
    }
    return Dictionary(uniqueKeysWithValues: ids).compactMapValues(\.self)
  }
}

/// The parts of `tokenizer.json` that stand for the metadata of a byte-level tokenizer.
private struct GGUFTokenizerFile {
  private let metadata: [String: GGUFValue]
  private let texts: [String]
  private let name: String

  /// - Parameter metadata: those of a tokenizer that can be loaded.
  init(_ metadata: [String: GGUFValue]) {
    self.metadata = metadata
    texts = metadata["tokenizer.ggml.tokens"]?.texts ?? []
    name = metadata["tokenizer.ggml.pre"]?.text ?? ""
  }

  private func value(_ key: String) -> GGUFValue? { metadata["tokenizer.ggml." + key] }

  /// Content and id of a token that `key` names.
  private func token(_ key: String) -> (text: String, id: Int)? {
    guard let id = value(key)?.integer, texts.indices.contains(id) else { return nil }
    return (texts[id], id)
  }

  var tokenizer: JSONValue {
    let pipeline = GGUFTokenizer.pipelines[name] ?? BytePairPipeline()
    return .object([
      "version": .string("1.0"), "truncation": .null, "padding": .null,
      "added_tokens": .array(added),
      "normalizer": pipeline.normalizer.steps.isEmpty ? .null : .object(["type": .string("NFC")]),
      "pre_tokenizer": .object([
        "type": .string("Sequence"), "pretokenizers": .array(pipeline.fileSteps),
      ]),
      "post_processor": template, "decoder": .byteLevel(usesExpression: true), "model": model,
    ])
  }

  var settings: JSONValue {
    var members: [ExactString: JSONValue] = [
      "tokenizer_class": .string("PreTrainedTokenizerFast"),
      "clean_up_tokenization_spaces": .bool(false),
    ]
    for (key, name) in GGUFTokenizer.specialKeys {
      if let token = token(key) { members[ExactString(name)] = .string(token.text) }
    }
    return .object(members)
  }

  private var added: [JSONValue] {
    zip(texts, value("token_type")?.integers ?? []).enumerated().compactMap { id, token in
      // 3: stands for no text, 4: written as it is.
      guard token.1 == 3 || token.1 == 4 else { return nil }
      return .object([
        "id": .integer(id), "content": .string(token.0), "special": .bool(token.1 == 3),
        "single_word": .bool(false), "lstrip": .bool(false), "rstrip": .bool(false),
        "normalized": .bool(false),
      ])
    }
  }

  private var template: JSONValue {
    func sequence(_ id: String) -> JSONValue {
      .object(["Sequence": .object(["id": .string(id), "type_id": .integer(0)])])
    }
    guard value("add_bos_token")?.bool == true, let start = token("bos_token_id") else {
      return .byteLevel(usesExpression: true)
    }
    let name = JSONValue.string(start.text)
    let piece = JSONValue.object([
      "SpecialToken": .object(["id": name, "type_id": .integer(0)])
    ])
    return .object([
      "type": .string("TemplateProcessing"), "single": .array([piece, sequence("A")]),
      "pair": .array([piece, sequence("A"), piece, sequence("B")]),
      "special_tokens": .object([
        ExactString(start.text): .object([
          "id": name, "ids": .array([.integer(start.id)]), "tokens": .array([name]),
        ])
      ]),
    ])
  }

  private var model: JSONValue {
    let ids = texts.enumerated().map { (ExactString($1), JSONValue.integer($0)) }
    return .object([
      "type": .string("BPE"), "dropout": .null, "unk_token": .null,
      "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": .bool(false),
      "byte_fallback": .bool(false), "ignore_merges": .bool(name.hasPrefix("llama")),
      "vocab": .object(Dictionary(ids) { first, _ in first }),
      "merges": .array((value("merges")?.texts ?? []).map(JSONValue.string)),
    ])
  }
}

extension BytePairPipeline {
  /// The steps of a `pre_tokenizer` that cut likewise.
  fileprivate var fileSteps: [JSONValue] {
    splits.compactMap { split in
      switch split {
      case .digits(let single):
        .object(["type": .string("Digits"), "individual_digits": .bool(single)])
      case .gpt2: nil
      case .llama3:
        .object([
          "type": .string("Split"), "pattern": .object(["Regex": .string(split.pattern ?? "")]),
          "behavior": .string("Isolated"), "invert": .bool(false),
        ])
      }
    } + [.byteLevel(usesExpression: splits.contains(.gpt2))]
  }
}

extension JSONValue {
  fileprivate static func byteLevel(usesExpression: Bool) -> JSONValue {
    .object([
      "type": .string("ByteLevel"), "add_prefix_space": .bool(false), "trim_offsets": .bool(true),
      "use_regex": .bool(usesExpression),
    ])
  }
}
