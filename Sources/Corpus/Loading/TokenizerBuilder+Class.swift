import Plain

extension TokenizerBuilder {
  /// Whose tokenizer a `tokenizer.json` is.
  static func kind(
    _ settings: TokenizerSettings, _ file: TokenizerFile, _ notes: inout [String]
  ) throws(CorpusError) -> TokenizerClass {
    let model = try file.model().kind
    if let named = TokenizerClass.named(by: settings) {
      guard named.model == nil || named.model == model else {
        throw file.bad(
          "holds \(model.rawValue), but \(excerpt(settings.className ?? "")) is "
            + "\(named.model?.rawValue ?? ""): correct tokenizer_class")
      }
      return named
    }
    if let registered = TokenizerClass.registered(for: settings),
      registered.model == nil || registered.model == model
    {
      return registered
    }
    if settings.className != nil || settings.modelType != nil {
      let whose =
        settings.className.map { "tokenizer_class '\(excerpt($0))' is not known" }
        ?? "model_type '\(excerpt(settings.modelType ?? ""))' has another tokenizer"
      notes.append("\(file.path): taken as it is written: \(whose)")
    }
    return .asWritten
  }

  /// Whose tokenizer it is without a `tokenizer.json`, by the class and the files that are there.
  static func kind(
    _ settings: TokenizerSettings, folder: String, _ notes: inout [String]
  ) throws(CorpusError) -> TokenizerClass {
    func has(_ names: String...) -> Bool { names.allSatisfy { FileBytes.exists(folder + $0) } }
    let (words, merges) = (has("vocab.txt"), has("vocab.json", "merges.txt"))
    for name in ["sentencepiece.bpe.model", "spiece.model", "tokenizer.model"]
    where !words && !merges && has(name) {
      throw .badTokenizer(
        path: folder + name,
        problem: "a SentencePiece file is not read: make tokenizer.json of it, with transformers: "
          + "AutoTokenizer.from_pretrained(folder).save_pretrained(folder)")
    }
    guard words || merges else {
      throw .notFound(
        path: folder + "tokenizer.json",
        advice: "the folder needs tokenizer.json, or vocab.txt, or vocab.json and merges.txt")
    }
    let named = TokenizerClass.named(by: settings)
    if let name = settings.className, named == nil {
      throw settings.bad(
        "tokenizer_class '\(excerpt(name))' is not known: save the tokenizer as "
          + "tokenizer.json with WordPiece or byte-level BPE")
    }
    if let kind = named ?? TokenizerClass.registered(for: settings) {
      switch kind.model {
      case .wordPiece where words: return kind
      case .byteLevel where merges: return kind
      case .wordPiece where named != nil:
        throw .notFound(path: folder + "vocab.txt", advice: "tokenizer_class asks for it")
      case .byteLevel where named != nil:
        throw .notFound(
          path: folder + (has("vocab.json") ? "merges.txt" : "vocab.json"),
          advice: "tokenizer_class asks for it")
      default: break
      }
    }
    let kind: TokenizerClass = words ? .bert : .roberta
    if let model = settings.modelType {
      let (file, like) = words ? ("vocab.txt", "BERT") : ("vocab.json", "RoBERTa")
      notes.append(
        "\(folder)\(file): read as \(like)'s: no tokenizer_class says otherwise, and model_type "
          + "'\(excerpt(model))' does not use it")
    }
    return kind
  }
}
