import Plain

/// Reads the tokenizer of a Hugging Face model directory.
///
/// `tokenizer.json` is preferred; its truncation and padding sections are ignored, lengths are the
/// caller's choice. Otherwise `vocab.txt`, or `vocab.json` with `merges.txt`, with what
/// `tokenizer_config.json` says about case and accents. All of it is untrusted: whatever is
/// missing, doubled or out of range is an error that names the file.
public enum TokenizerLoader {
  static let sizeLimit = 256 << 20

  /// Names of the files in a model directory that its tokenizer is read from; empty when it has none.
  public static func files(directory: String) -> [String] {
    func isThere(_ name: String) -> Bool { FileBytes.exists("\(directory)/\(name)") }
    if isThere("tokenizer.json") { return ["tokenizer.json"] }
    let words = isThere("vocab.txt") ? ["vocab.txt"] : ["vocab.json", "merges.txt"]
    return (["tokenizer_config.json"] + words).filter(isThere)
  }

  /// Loads the tokenizer of a model directory.
  public static func load(directory: String) throws(CorpusError) -> any Tokenizer {
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    guard FileBytes.isFolder(directory) else {
      throw .notFound(path: directory, advice: "give a folder that holds a model and its tokenizer")
    }
    if FileBytes.exists(folder + "tokenizer.json") {
      return try TokenizerFile(path: folder + "tokenizer.json").tokenizer()
    }
    let configuration = try TokenizerConfiguration(path: folder + "tokenizer_config.json")
    if FileBytes.exists(folder + "vocab.txt") {
      return try wordPiece(path: folder + "vocab.txt", configuration)
    }
    if FileBytes.exists(folder + "vocab.json"), FileBytes.exists(folder + "merges.txt") {
      return try byteLevel(
        vocabulary: folder + "vocab.json", merges: folder + "merges.txt", configuration)
    }
    throw .notFound(
      path: folder + "tokenizer.json",
      advice: "the folder needs tokenizer.json, or vocab.txt, or vocab.json and merges.txt")
  }

  static func json(_ path: String) throws(CorpusError) -> JSONValue {
    let bytes = try FileBytes.read(path, limit: sizeLimit)
    do {
      return try JSONValue.parse(bytes)
    } catch {
      throw .badTokenizer(path: path, problem: "\(error.problem) at byte \(error.offset)")
    }
  }

  static func lines(_ path: String) throws(CorpusError) -> [Substring] {
    let bytes = try FileBytes.read(path, limit: sizeLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .badTokenizer(path: path, problem: "invalid UTF-8")
    }
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func wordPiece(
    path: String, _ configuration: TokenizerConfiguration
  ) throws(CorpusError) -> any Tokenizer {
    let tokens = try lines(path).enumerated().map { line, text in
      (text: String(text.trimmingTrailingSpace), id: line)
    }
    let bare = try TokenizerVocabulary(tokens: tokens, path: path)
    let names = configuration.specialTokens(defaults: .bert)
    let vocabulary = try TokenizerVocabulary(
      tokens: tokens, added: configuration.addedTokens(names, in: bare), path: path)
    return WordPieceTokenizer(
      vocabulary: vocabulary, normalizer: configuration.normalizer,
      template: try configuration.template(names, vocabulary, path: path),
      unknown: try vocabulary.id(names.unknown, path: path))
  }

  private static func byteLevel(
    vocabulary path: String, merges mergesPath: String, _ configuration: TokenizerConfiguration
  ) throws(CorpusError) -> any Tokenizer {
    let tokens = try TokenizerFile.tokens(json(path), path: path)
    let bare = try TokenizerVocabulary(tokens: tokens, path: path)
    let names = configuration.specialTokens(defaults: .roberta)
    let vocabulary = try TokenizerVocabulary(
      tokens: tokens, added: configuration.addedTokens(names, in: bare), path: path)
    var pairs: [(String, String)] = []
    for (index, line) in try lines(mergesPath).enumerated() where !line.hasPrefix("#version") {
      pairs.append(
        try TokenizerFile.merge(
          line.trimmingTrailingSpace, path: mergesPath, place: "line \(index + 1)"))
    }
    let merges = try MergeTable(
      vocabulary: vocabulary, merges: pairs, prefersWholeWords: false, path: mergesPath)
    return ByteLevelTokenizer(
      vocabulary: vocabulary, merges: merges,
      template: try configuration.template(names, vocabulary, path: path),
      addsPrefixSpace: configuration.addsPrefixSpace)
  }
}

extension Substring {
  /// Without white space at the end, line ends of other systems included.
  fileprivate var trimmingTrailingSpace: Substring {
    var scalars = unicodeScalars
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return Substring(scalars)
  }
}
