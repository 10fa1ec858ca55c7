import Plain

/// What the tokenizer class of a directory makes of its files, as `AutoTokenizer` of `transformers` 5.24 chooses it.
enum TokenizerClass: Equatable {
  /// `BertTokenizer` and its like: WordPiece. Of `tokenizer.json` only vocabulary and added tokens are read.
  case bert
  /// `MPNetTokenizer`: the same with RoBERTa's frame.
  case mpnet
  /// `RobertaTokenizer` and its like: byte-level BPE. Of `tokenizer.json` only vocabulary, merges and added tokens.
  case roberta
  /// `GPT2Tokenizer`: the same with the frame of the file.
  case gpt2
  /// `Qwen2Tokenizer`: the same as `gpt2`, with NFC and an expression of its own.
  case qwen2
  /// `XLMRobertaTokenizer`: Unigram. Of `tokenizer.json` only pieces, SentencePiece's table and added tokens.
  case xlmRoberta
  /// `CamembertTokenizer`: the same, but that its unknown piece is found by name.
  case camembert
  /// Any other: `tokenizer.json` as it is written.
  case asWritten

  private static let named: [String: TokenizerClass] = [
    "BertTokenizer": .bert, "DistilBertTokenizer": .bert, "ElectraTokenizer": .bert,
    "MobileBertTokenizer": .bert, "SqueezeBertTokenizer": .bert, "LayoutLMTokenizer": .bert,
    "LxmertTokenizer": .bert, "MPNetTokenizer": .mpnet,
    "RobertaTokenizer": .roberta, "BartTokenizer": .roberta, "LongformerTokenizer": .roberta,
    "LEDTokenizer": .roberta, "MvpTokenizer": .roberta, "GPT2Tokenizer": .gpt2,
    "Qwen2Tokenizer": .qwen2, "XLMRobertaTokenizer": .xlmRoberta,
    "CamembertTokenizer": .camembert, "PreTrainedTokenizer": .asWritten,
    "TokenizersBackend": .asWritten, "LlamaTokenizer": .asWritten,
  ]

  private static let registered: [String: TokenizerClass] = [
    "bert": .bert, "distilbert": .bert, "electra": .bert, "mpnet": .mpnet, "roberta": .roberta,
    "xlm-roberta": .xlmRoberta, "camembert": .camembert, "qwen2": .qwen2,
    "modernbert": .asWritten, "llama": .asWritten, "mistral": .asWritten,
  ]

  /// Models whose folders often name another class: theirs holds.
  private static let certain: [String: TokenizerClass] = [
    "qwen2": .qwen2, "modernbert": .asWritten, "mistral": .asWritten,
  ]

  /// The class that is named; nil when none is, or one that is not known.
  static func named(by settings: TokenizerSettings) -> TokenizerClass? {
    settings.className.flatMap { name in
      settings.modelType.flatMap { certain[$0] } ?? named[name]
    }
  }

  /// The class that goes with the model; nil when the model names none that is known.
  static func registered(for settings: TokenizerSettings) -> TokenizerClass? {
    guard settings.className == nil else { return nil }
    return settings.modelType.flatMap { registered[$0] }
  }

  /// What it is called: as in the settings where it is the one that they name.
  func name(_ settings: TokenizerSettings) -> String {
    if let name = settings.className, Self.named[name] == self { return name }
    return switch self {
    case .bert: "BertTokenizer"
    case .mpnet: "MPNetTokenizer"
    case .roberta: "RobertaTokenizer"
    case .gpt2: "GPT2Tokenizer"
    case .qwen2: "Qwen2Tokenizer"
    case .xlmRoberta: "XLMRobertaTokenizer"
    case .camembert: "CamembertTokenizer"
    case .asWritten: "TokenizersBackend"
    }
  }

  /// What the class makes, in words of the file format; nil: whatever is written.
  var model: TokenizerFile.Model? {
    switch self {
    case .bert, .mpnet: .wordPiece
    case .roberta, .gpt2, .qwen2: .byteLevel
    case .xlmRoberta, .camembert: .unigram
    case .asWritten: nil
    }
  }

  /// Whether it hands token types to the model where the settings do not say so.
  ///
  /// Without any class the file alone decides, as in Hugging Face `tokenizers`.
  func hasTypes(_ settings: TokenizerSettings) -> Bool {
    switch self {
    case .bert: settings.className != "DistilBertTokenizer"
    case .asWritten: settings.className == nil && settings.modelType == nil
    default: false
    }
  }

  /// Special tokens of the class where the settings do not name them.
  var specialTokens: [SpecialTokens.Role: String] {
    switch self {
    case .bert: SpecialTokens.bert
    case .mpnet: SpecialTokens.roberta.merging([.unk: "[UNK]"]) { $1 }
    case .roberta, .xlmRoberta, .camembert: SpecialTokens.roberta
    case .gpt2: SpecialTokens.gpt2
    case .qwen2: SpecialTokens.qwen2
    case .asWritten: [:]
    }
  }
}
