import Plain

/// A tokenizer while it is put together from the files of a directory.
struct TokenizerBuilder {
  let settings: TokenizerSettings
  private(set) var notes: [String]
  private let folder: String
  private let tables: EmbeddingTables?
  private let file: TokenizerFile?
  private let kind: TokenizerClass

  /// Reads the settings, and decides whose tokenizer it is.
  init(folder: String, tables: EmbeddingTables?) throws(CorpusError) {
    self.folder = folder
    self.tables = tables
    settings = try TokenizerSettings(folder: folder)
    notes = settings.notes
    let path = folder + "tokenizer.json"
    file = FileBytes.exists(path) ? try TokenizerFile(path: path) : nil
    if let file {
      kind = try Self.kind(settings, file, &notes)
    } else {
      kind = try Self.kind(settings, folder: folder, &notes)
    }
  }

  /// Puts it together.
  mutating func tokenizer() throws(CorpusError) -> any Tokenizer {
    let special = try SpecialTokens(settings, defaults: kind.specialTokens)
    var vocabulary = try TokenizerVocabulary(tokens: tokens(), path: vocabularyPath)
    if kind == .asWritten {
      for (_, token) in try file?.addedTokens() ?? [] { vocabulary.add(token) }
    }
    var added = try AddedTokenFiles(
      settings, folder: folder, file: file,
      special: Set(special.all.map { ExactString($0.content) }))
    try added.number(in: &vocabulary, special: special.all)
    notes += added.notes
    if let tables { try added.check(rows: tables.rows, vocabulary, path: vocabularyPath) }
    let template = try template(special, vocabulary)
    switch kind {
    case .bert, .mpnet: return try wordPiece(vocabulary, special, template)
    case .roberta, .gpt2, .qwen2: return try byteLevel(vocabulary, template)
    case .xlmRoberta, .camembert: return try unigram(vocabulary, special, template)
    case .asWritten: return try asWritten(vocabulary, template)
    }
  }

  private var vocabularyPath: String {
    file?.path ?? folder + (kind.model == .wordPiece ? "vocab.txt" : "vocab.json")
  }

  private mutating func tokens() throws(CorpusError) -> [(text: String, id: Int)] {
    if let file { return try file.tokens() }
    let path = vocabularyPath
    guard kind.model == .wordPiece else {
      return try TokenizerFile.tokens(TokenizerLoader.json(path), path: path)
    }
    var lines = try TokenizerLoader.lines(path)
    if lines.first?.unicodeScalars.first == "\u{FEFF}" {
      lines[0] = Substring(lines[0].unicodeScalars.dropFirst())
      notes.append("\(path): the byte-order mark before the first token is not read as part of it")
    }
    return lines.enumerated().map { (text: String($1), id: $0) }
  }

  private mutating func template(
    _ special: SpecialTokens, _ vocabulary: TokenizerVocabulary
  ) throws(CorpusError) -> TokenTemplate {
    func id(_ role: SpecialTokens.Role) throws(CorpusError) -> Int32 {
      guard let name = special[role]?.content else {
        throw settings.bad("\(role.key) is null, but every text needs one")
      }
      let id = try vocabulary.id(name, path: vocabularyPath)
      guard Int(id) < tables?.rows ?? .max else {
        throw .badTokenizer(
          path: vocabularyPath, problem: "the vocabulary has no token '\(excerpt(name))'")
      }
      return id
    }
    var template =
      switch kind {
      case .bert: TokenTemplate.bert(start: try id(.cls), separator: try id(.sep))
      case .mpnet, .roberta:
        TokenTemplate.roberta(start: try id(.cls), separator: try id(.sep))
      case .xlmRoberta, .camembert:
        TokenTemplate.roberta(start: try id(.bos), separator: try id(.eos))
      case .gpt2, .qwen2, .asWritten: try file?.template(vocabulary) ?? .plain
      }
    template.truncatesLeft = try settings.truncatesLeft ?? file?.truncatesLeft ?? false
    guard template.largestType > 0 else { return template }
    let hasTypes = settings.hasTypes ?? kind.hasTypes(settings)
    if hasTypes, let types = tables?.types, types == 0 || types > template.largestType {
      return template
    } else if hasTypes, tables == nil {
      return template
    }
    // A model without such a table reads no types, and there is nothing to tell.
    if tables?.types != 0 {
      let cause =
        hasTypes
        ? "the model has one token type"
        : "\(settings.className ?? "its class") hands out no token types, as in transformers 5"
      notes.append("second texts have token type 0: \(cause)")
    }
    return template.withoutTypes
  }

  private mutating func wordPiece(
    _ vocabulary: TokenizerVocabulary, _ special: SpecialTokens, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    guard let unknown = special[.unk]?.content else {
      throw settings.bad("unk_token is null, but WordPiece needs one")
    }
    let normalizer = try settings.normalizer
    tellAlike(vocabulary.added.filter(\.isNormalized), normalizer)
    if let file {
      tell(file.differences(from: normalizer, unknown: unknown, template, vocabulary), file.path)
    }
    if try settings.flag("do_basic_tokenize") == false
      || settings["never_split"]?.elements?.isEmpty == false
    {
      tell(["do_basic_tokenize and never_split"], settings.path)
    }
    return WordPieceTokenizer(
      vocabulary: vocabulary, normalizer: normalizer, template: template,
      unknown: try vocabulary.id(unknown, path: vocabularyPath))
  }

  private mutating func byteLevel(
    _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    let addsPrefixSpace = try settings.flag("add_prefix_space") ?? false
    var pipeline = BytePairPipeline(addsPrefixSpace: addsPrefixSpace)
    if kind == .qwen2 {
      guard !addsPrefixSpace else {
        throw settings.bad("add_prefix_space is not supported with Qwen2Tokenizer: take it out")
      }
      pipeline.normalizer.steps = [.form(.nfc)]
      pipeline.splits = [.llama3(digits: 1)]
    }
    if let file { tell(file.differences(from: pipeline, template, vocabulary), file.path) }
    let path = file?.path ?? folder + "merges.txt"
    let pairs = if let file { try file.merges() } else { try Self.merges(path) }
    let merges = try MergeTable(vocabulary: vocabulary, merges: pairs, path: path)
    return ByteLevelTokenizer(
      vocabulary: vocabulary, merges: merges, template: template,
      pipeline: pipeline)
  }

  private mutating func unigram(
    _ vocabulary: TokenizerVocabulary, _ special: SpecialTokens, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    guard let file else { throw settings.bad("\(kind.name(settings)) needs tokenizer.json") }
    let pieces = try file.scoredPieces()
    // XLM-R's is the fourth piece, whatever it is called.
    let unknown =
      kind == .xlmRoberta
      ? 3 : pieces.firstIndex { $0.text == special[.unk]?.content } ?? 0
    guard pieces.indices.contains(unknown) else { throw file.bad("model.vocab has too few pieces") }
    let addsPrefixSpace = try settings.flag("add_prefix_space") ?? true
    let normalizer = TextNormalizer(
      steps: try file.textNormalizer().steps.filter { if case .map = $0 { true } else { false } })
    let splitting = UnigramTokenizer.Splitting(prefix: addsPrefixSpace ? .always : .never)
    tell(
      file.differences(from: normalizer, splitting, unknown: unknown, template, vocabulary),
      file.path)
    return UnigramTokenizer(
      vocabulary: vocabulary, normalizer: normalizer, splitting: splitting,
      model: UnigramModel(
        pieces: vocabulary.tokens, scores: pieces.map(\.score), unknown: Int32(unknown), bytes: []),
      template: template)
  }

  private mutating func asWritten(
    _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    guard let file else { throw settings.bad("\(settings.className ?? "") needs tokenizer.json") }
    let lost = file.differences(from: settings)
    if !lost.isEmpty {
      notes.append(
        "\(settings.path): \(lost.joined(separator: ", ")) not obeyed: tokenizer.json is taken as it is, "
          + "as by transformers 5")
    }
    return try file.tokenizer(vocabulary, template)
  }

  /// Of added tokens that are alike once they are normalised only one can be found in a text.
  private mutating func tellAlike(_ tokens: [AddedToken], _ normalizer: BertNormalizer) {
    for (_, alike) in Dictionary(grouping: tokens, by: { normalizer(Array($0.content.utf8)) })
    where alike.count > 1 {
      let names = alike.map { "'\(excerpt($0.content))'" }.joined(separator: ", ")
      notes.append("added tokens are alike once normalised: \(names): the first holds")
    }
  }

  private mutating func tell(_ keys: [String], _ path: String) {
    guard !keys.isEmpty else { return }
    notes.append(
      "\(path): \(keys.joined(separator: ", ")) not obeyed: \(kind.name(settings)) with tokenizer_config.json decides, "
        + "as in transformers 5")
  }

  private static func merges(_ path: String) throws(CorpusError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for (index, line) in try TokenizerLoader.lines(path).enumerated()
    where !line.hasPrefix("#version") {
      pairs.append(try TokenizerFile.merge(line, path: path, place: "line \(index + 1)"))
    }
    return pairs
  }
}
