import Plain

/// The special tokens that a class of tokenizer has, as settings name them.
struct SpecialTokens {
  /// What a special token is for; in the order in which `transformers` numbers those that no file numbers.
  enum Role: String, CaseIterable {
    case bos, eos, unk, sep, pad, cls, mask

    var key: String { rawValue + "_token" }
  }

  private let named: [Role: AddedToken]
  /// All of them, in order: those with a role, those with a name of their own, and further ones.
  let all: [AddedToken]

  /// What the settings say, and of the rest what the class takes.
  init(_ settings: TokenizerSettings, defaults: [Role: String]) throws(CorpusError) {
    var named: [Role: AddedToken] = [:]
    var all: [AddedToken] = []
    for role in Role.allCases {
      guard let value = settings.value(role.key, default: defaults[role]) else { continue }
      guard let token = AddedToken(value, isSpecial: true) else {
        throw settings.bad("\(role.key) is neither a text nor an object with content")
      }
      named[role] = token
      all.append(token)
    }
    self.named = named
    self.all = try all + settings.furtherTokens()
  }

  /// The token of a role; nil for one that is set to null.
  subscript(role: Role) -> AddedToken? { named[role] }

  /// BERT's.
  static let bert: [Role: String] = [
    .unk: "[UNK]", .sep: "[SEP]", .pad: "[PAD]", .cls: "[CLS]", .mask: "[MASK]",
  ]
  /// RoBERTa's.
  static let roberta: [Role: String] = [
    .bos: "<s>", .eos: "</s>", .unk: "<unk>", .sep: "</s>", .pad: "<pad>", .cls: "<s>",
    .mask: "<mask>",
  ]
  /// GPT-2's.
  static let gpt2: [Role: String] = [
    .bos: "<|endoftext|>", .eos: "<|endoftext|>", .unk: "<|endoftext|>",
  ]
  /// Qwen2's.
  static let qwen2: [Role: String] = [
    .eos: "<|endoftext|>", .unk: "<|endoftext|>", .pad: "<|endoftext|>",
  ]
}
