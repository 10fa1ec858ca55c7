import Plain

/// What `tokenizer_config.json` and `special_tokens_map.json` of a directory say together, and two keys of
/// `config.json`.
///
/// `special_tokens_map.json` holds over `tokenizer_config.json`, unless that has `added_tokens_decoder`, beside which
/// `transformers` reads no other file of tokens.
struct TokenizerSettings {
  /// Path of `tokenizer_config.json`.
  let path: String
  /// The class that is named, without `Fast`; nil when nothing names one.
  let className: String?
  /// `model_type` of `config.json`.
  let modelType: String?
  /// What was decided for the user and should be told.
  private(set) var notes: [String] = []
  private var values: [ExactString: JSONValue]

  /// Reads the files of a folder, each of which may be missing.
  init(folder: String) throws(CorpusError) {
    path = folder + "tokenizer_config.json"
    values = try Self.members(path)
    let model = try Self.members(folder + "config.json")
    let name = values["tokenizer_class"]?.text ?? model["tokenizer_class"]?.text
    className = name.map { $0.hasSuffix("Fast") ? String($0.dropLast(4)) : $0 }
    modelType = model["model_type"]?.text
    renameOlderList(values.removeValue(forKey: Self.older), path)
    try add(map: folder + "special_tokens_map.json")
    if try flag("split_special_tokens") == true {
      throw bad("split_special_tokens is not supported: take it out, or save the tokenizer without")
    }
  }

  private static let older: ExactString = "additional_special_tokens"
  private static let further: ExactString = "extra_special_tokens"

  /// The older name of the list of further tokens means the same, where the newer is not there.
  private mutating func renameOlderList(_ list: JSONValue?, _ path: String) {
    guard let list, list != .null, list != .array([]) else { return }
    let known = values[Self.further] ?? .null
    if known == .null || known == .array([]) {
      values[Self.further] = list
    } else if known != list {
      notes.append("\(path): \(Self.older.text) does not hold beside \(Self.further.text)")
    }
  }

  /// Takes in `special_tokens_map.json`, unless there is `added_tokens_decoder`.
  private mutating func add(map path: String) throws(CorpusError) {
    var map = try Self.members(path)
    let isRead = values["added_tokens_decoder"] == nil
    let list = map.removeValue(forKey: Self.older)
    for (key, value) in map.sorted(by: { $0.key < $1.key }) {
      let known = values[key]
      if key.text.hasSuffix("_token"), let known,
        AddedToken(value)?.content != AddedToken(known)?.content
      {
        notes.append(
          isRead
            ? "\(path): \(key.text) holds over that in \(self.path)"
            : "\(path): \(key.text) does not hold beside added_tokens_decoder in \(self.path)")
      }
      guard isRead else { continue }
      let before = key == Self.further ? known?.elements ?? [] : []
      values[key] = value.elements.map { .array(before + $0) } ?? value
    }
    if isRead { renameOlderList(list, path) }
  }

  private static func members(_ path: String) throws(CorpusError) -> [ExactString: JSONValue] {
    guard FileBytes.exists(path) else { return [:] }
    guard let members = try TokenizerLoader.json(path).members else {
      throw .badTokenizer(path: path, problem: "not a JSON object")
    }
    return members
  }

  func bad(_ problem: String) -> CorpusError { .badTokenizer(path: path, problem: problem) }

  /// The value of a key; nil if there is none or it is `null`.
  subscript(key: String) -> JSONValue? {
    values[ExactString(key)].flatMap { $0 == .null ? nil : $0 }
  }

  /// Texts of special tokens by their keys, such as `bos_token`.
  var specialTexts: [String: String] {
    let tokens = values.filter { $0.key.text.hasSuffix("_token") }
    return Dictionary(uniqueKeysWithValues: tokens.map { ($0.key.text, AddedToken($0.value)) })
      .compactMapValues { $0?.content }
  }

  /// The value of a special token: nil for `null`, `missing` without the key.
  func value(_ key: String, default missing: String?) -> JSONValue? {
    guard values[ExactString(key)] != nil else { return missing.map { .string($0) } }
    return self[key]
  }

  /// Special tokens without a role: keys of their own such as `ent_token`, and the list of further ones.
  func furtherTokens() throws(CorpusError) -> [AddedToken] {
    let roles = Set(SpecialTokens.Role.allCases.map { ExactString($0.key) })
    let own = values.filter { key, value in
      key.text.hasSuffix("_token") && value.text != nil && !roles.contains(key)
    }
    let list = self["extra_special_tokens"]
    let further = list?.elements ?? list?.members.map(Self.inOrder) ?? []
    return try (Self.inOrder(own) + further).map { value throws(CorpusError) in
      guard let token = AddedToken(value, isSpecial: true) else {
        throw bad("extra_special_tokens holds \(value.kind) without content")
      }
      return token
    }
  }

  private static func inOrder(_ members: [ExactString: JSONValue]) -> [JSONValue] {
    members.sorted { $0.key < $1.key }.map(\.value)
  }

  /// A flag; nil when it is not given.
  func flag(_ key: String) throws(CorpusError) -> Bool? {
    guard let value = self[key] else { return nil }
    guard let flag = value.bool else { throw bad("\(key) is neither true nor false") }
    return flag
  }

  /// BERT's normaliser with what is said of case, accents and Chinese.
  var normalizer: BertNormalizer {
    get throws(CorpusError) {
      BertNormalizer(
        splitsChinese: try flag("tokenize_chinese_chars") ?? true,
        stripsAccents: try flag("strip_accents"), lowercases: try flag("do_lower_case") ?? true)
    }
  }

  /// Whether a text that is too long loses its start; nil when nothing is said.
  var truncatesLeft: Bool? {
    get throws(CorpusError) {
      guard let side = self["truncation_side"] else { return nil }
      guard side.text == "left" || side.text == "right" else {
        throw bad("truncation_side is neither \"left\" nor \"right\"")
      }
      return side.text == "left"
    }
  }

  /// The most tokens of a sequence; nil for none, which `transformers` writes as 10³⁰.
  var maxLength: Int? {
    get throws(CorpusError) {
      let key = self["model_max_length"] == nil ? "max_len" : "model_max_length"
      guard let value = self[key] else { return nil }
      guard let limit = value.double, limit >= 1 else {
        throw bad("\(key) is not a number above 0")
      }
      return limit < 1e9 ? Int(limit) : nil
    }
  }

  /// Whether the model is given token types; nil when nothing is said.
  var hasTypes: Bool? {
    self["model_input_names"]?.elements.map { $0.contains(.string("token_type_ids")) }
  }

  /// The tokens of `added_tokens_decoder` by id, ascending; nil without the key.
  var addedTokensDecoder: [(id: Int, token: AddedToken)]? {
    get throws(CorpusError) {
      guard let value = values["added_tokens_decoder"] else { return nil }
      var tokens: [(id: Int, token: AddedToken)] = []
      for (key, value) in value.members ?? [:] {
        guard let id = Int(key.text), let token = AddedToken(value) else {
          throw bad("added_tokens_decoder: '\(excerpt(key.text))' needs an id and a token")
        }
        tokens.append((id, token))
      }
      return tokens.sorted { $0.id < $1.id }
    }
  }
}
