import Plain

/// Reads the tokenizer of a Hugging Face model directory as `AutoTokenizer` of `transformers` 5.24 does.
///
/// What holds over what, the stronger first:
///
/// 1. The class: `tokenizer_class` of `tokenizer_config.json`, that of `config.json`, the one that goes with `model_type`.
///    BERT's and RoBERTa's take only vocabulary, merges and added tokens from `tokenizer.json` and make all else anew;
///    other classes take `tokenizer.json` as it is written, and nothing about text from `tokenizer_config.json`.
/// 2. Vocabulary: `tokenizer.json`; without it `vocab.txt`, or `vocab.json` with `merges.txt`.
/// 3. Case, accents, Chinese, prefix space: `tokenizer_config.json`, then what the class takes.
/// 4. Special tokens: `special_tokens_map.json`, `tokenizer_config.json`, the class. With `added_tokens_decoder` in
///    `tokenizer_config.json` the map is not read.
/// 5. Added tokens: `added_tokens_decoder` alone where it is; else `tokenizer.json` over `added_tokens.json`, id by id.
/// 6. Truncation: `truncation_side` of `tokenizer_config.json`, then `truncation.direction` of `tokenizer.json`.
/// 7. Token types: `model_input_names`, then the class; BERT's alone hands them out unasked.
///
/// Whoever loses and says otherwise is told in a note. All of it is untrusted: whatever is missing, doubled or out of
/// range is an error that names the file.
public enum TokenizerLoader {
  static let sizeLimit = 256 << 20

  /// Names of the files in a model directory that its tokenizer is read from; empty when it has none.
  public static func files(directory: String) -> [String] {
    func isThere(_ name: String) -> Bool { FileBytes.exists("\(directory)/\(name)") }
    let words =
      isThere("tokenizer.json") ? ["tokenizer.json"] : ["vocab.txt", "vocab.json", "merges.txt"]
    let beside = [
      "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", chatFile,
    ]
    return (words + beside).filter(isThere)
  }

  /// Loads the tokenizer of a model directory.
  ///
  /// - Parameter tables: what the model has room for; a token without a row is an error.
  public static func load(
    directory: String, tables: EmbeddingTables? = nil
  ) throws(CorpusError) -> StoredTokenizer {
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    guard FileBytes.isFolder(directory) else {
      throw .notFound(path: directory, advice: "give a folder that holds a model and its tokenizer")
    }
    var builder = try TokenizerBuilder(folder: folder, tables: tables)
    let tokenizer = try builder.tokenizer()
    return StoredTokenizer(
      tokenizer: tokenizer, maxLength: try builder.settings.maxLength, notes: builder.notes,
      chatTemplate: try chatTemplate(folder, builder.settings),
      special: builder.settings.specialTexts)
  }

  private static let chatFile = "chat_template.jinja"

  /// The file of its own, or what `tokenizer_config.json` has: a text, or several by name.
  private static func chatTemplate(
    _ folder: String, _ settings: TokenizerSettings
  ) throws(CorpusError) -> String? {
    if FileBytes.exists(folder + chatFile) {
      return try text(folder + chatFile).replacing("\r\n", with: "\n")
    }
    let value = settings["chat_template"]
    let named = value?.elements?.first { $0["name"]?.text == "default" }
    return value?.text ?? named?["template"]?.text
  }

  private static func bytes(_ path: String) throws(CorpusError) -> [UInt8] {
    let bytes = try FileBytes.read(path, limit: sizeLimit)
    guard !bytes.starts(with: TextFile.pointer) else {
      throw .badTokenizer(path: path, problem: TextFile.pointerName)
    }
    return bytes
  }

  static func json(_ path: String) throws(CorpusError) -> JSONValue {
    let bytes = try bytes(path)
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw .badTokenizer(
        path: path, problem: "begins with a byte-order mark, which JSON has not: save it without")
    }
    do {
      return try JSONValue.parse(bytes)
    } catch {
      throw .badTokenizer(path: path, problem: "\(error.problem) at byte \(error.offset)")
    }
  }

  /// The lines of a text, without white space at their ends: line ends of other systems are part of it.
  static func lines(_ path: String) throws(CorpusError) -> [Substring] {
    let text = try text(path)
    if text.utf8.contains(0x0D), !text.utf8.contains(0x0A) {
      throw .badTokenizer(
        path: path, problem: "its lines end with CR alone: end them with LF or CRLF")
    }
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring($0).trimmingTrailingSpace }
    if lines.last?.isEmpty == true, text.unicodeScalars.last == "\n" { lines.removeLast() }
    return lines
  }

  private static func text(_ path: String) throws(CorpusError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw .badTokenizer(path: path, problem: "invalid UTF-8")
    }
    return text
  }
}

extension Substring {
  fileprivate var trimmingTrailingSpace: Substring {
    var scalars = unicodeScalars
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return Substring(scalars)
  }
}
