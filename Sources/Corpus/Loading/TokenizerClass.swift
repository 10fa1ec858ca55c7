import Plain

/// What the tokenizer class of a directory makes of its files, as `AutoTokenizer` of `transformers` 5.24 chooses it.
enum TokenizerClass: Equatable {
  /// `BertTokenizer` and its like: WordPiece. Of `tokenizer.json` only vocabulary and added tokens are read.
  case bert
  /// `RobertaTokenizer` and its like: byte-level BPE. Of `tokenizer.json` only vocabulary, merges and added tokens.
  case roberta
  /// Any other: `tokenizer.json` as it is written.
  case asWritten

  private static let named: [String: TokenizerClass] = [
    "BertTokenizer": .bert, "DistilBertTokenizer": .bert, "ElectraTokenizer": .bert,
    "MobileBertTokenizer": .bert, "SqueezeBertTokenizer": .bert, "LayoutLMTokenizer": .bert,
    "LxmertTokenizer": .bert,
    "RobertaTokenizer": .roberta, "BartTokenizer": .roberta, "LongformerTokenizer": .roberta,
    "LEDTokenizer": .roberta, "MvpTokenizer": .roberta,
    "MPNetTokenizer": .asWritten, "XLMRobertaTokenizer": .asWritten,
    "CamembertTokenizer": .asWritten, "PreTrainedTokenizer": .asWritten,
    "TokenizersBackend": .asWritten, "GPT2Tokenizer": .asWritten, "LlamaTokenizer": .asWritten,
    "Qwen2Tokenizer": .asWritten,
  ]

  private static let registered: [String: TokenizerClass] = [
    "bert": .bert, "distilbert": .bert, "electra": .bert, "roberta": .roberta,
    "mpnet": .asWritten, "xlm-roberta": .asWritten, "camembert": .asWritten,
    "modernbert": .asWritten,
    "llama": .asWritten, "mistral": .asWritten, "qwen2": .asWritten,
  ]

  /// The class that is named; nil when none is, or one that is not known.
  static func named(by settings: TokenizerSettings) -> TokenizerClass? {
    settings.className.flatMap { named[$0] }
  }

  /// The class that goes with the model; nil when the model names none that is known.
  static func registered(for settings: TokenizerSettings) -> TokenizerClass? {
    guard settings.className == nil else { return nil }
    return settings.modelType.flatMap { registered[$0] }
  }

  /// What the class makes, in words of the file format; nil: whatever is written.
  var model: TokenizerFile.Model? {
    switch self {
    case .bert: .wordPiece
    case .roberta: .byteLevel
    case .asWritten: nil
    }
  }

  /// Whether it hands token types to the model where the settings do not say so.
  ///
  /// Without any class the file alone decides, as in Hugging Face `tokenizers`.
  func hasTypes(_ settings: TokenizerSettings) -> Bool {
    switch self {
    case .bert: settings.className != "DistilBertTokenizer"
    case .roberta: false
    case .asWritten: settings.className == nil && settings.modelType == nil
    }
  }

  /// Special tokens of the class where the settings do not name them.
  var specialTokens: [SpecialTokens.Role: String] {
    switch self {
    case .bert: SpecialTokens.bert
    case .roberta: SpecialTokens.roberta
    case .asWritten: [:]
    }
  }
}
