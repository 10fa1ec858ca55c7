import Plain

extension TokenizerFile {
  /// The `post_processor` section.
  func template(_ vocabulary: TokenizerVocabulary) throws(CorpusError) -> TokenTemplate {
    var sections = root["post_processor"].map { [$0] } ?? []
    if let parts = sections.first?["processors"]?.elements { sections = parts }
    // It moves offsets and adds nothing.
    sections.removeAll { $0["type"]?.text == "ByteLevel" }
    guard let section = sections.first, let type = section["type"]?.text else {
      guard try model().kind == .byteLevel else {
        throw bad("no section 'post_processor': an encoder needs its start and end tokens")
      }
      return .plain
    }
    guard sections.count == 1 else { throw bad("post_processor has several templates") }
    switch type {
    case "TemplateProcessing":
      return TokenTemplate(
        single: try pieces(section, "single", vocabulary),
        pair: try pieces(section, "pair", vocabulary))
    case "BertProcessing":
      return .bert(
        start: try token(section, "cls", vocabulary),
        separator: try token(section, "sep", vocabulary))
    case "RobertaProcessing":
      return .roberta(
        start: try token(section, "cls", vocabulary),
        separator: try token(section, "sep", vocabulary))
    default:
      throw bad(
        "post_processor '\(excerpt(type))' is not known: TemplateProcessing, BertProcessing "
          + "and RobertaProcessing are")
    }
  }

  /// `["[SEP]", 102]`.
  private func token(
    _ section: JSONValue, _ key: String, _ vocabulary: TokenizerVocabulary
  ) throws(CorpusError) -> Int32 {
    guard let pair = section[key]?.elements, pair.count == 2, let name = pair[0].text,
      let id = pair[1].int
    else { throw bad("post_processor.\(key) needs a token and its id") }
    return try checked(id, name, vocabulary)
  }

  private func checked(
    _ id: Int, _ name: String, _ vocabulary: TokenizerVocabulary
  ) throws(CorpusError) -> Int32 {
    guard id >= 0, id < vocabulary.size else {
      throw bad("post_processor: '\(excerpt(name))' has the id \(id), outside the vocabulary")
    }
    return Int32(id)
  }

  private func pieces(
    _ section: JSONValue, _ key: String, _ vocabulary: TokenizerVocabulary
  ) throws(CorpusError) -> [TokenTemplate.Piece] {
    guard let entries = section[key]?.elements else {
      throw bad("post_processor.\(key) is missing")
    }
    var out: [TokenTemplate.Piece] = []
    for entry in entries {
      if let special = entry["SpecialToken"], let name = special["id"]?.text {
        guard let ids = section["special_tokens"]?[name]?["ids"]?.elements else {
          throw bad("post_processor.special_tokens lacks '\(excerpt(name))'")
        }
        for id in ids {
          out.append(
            .token(
              try checked(id.int ?? -1, name, vocabulary), type: try tokenType(special)))
        }
      } else if let sequence = entry["Sequence"], sequence["id"]?.text == "A" {
        out.append(.first(type: try tokenType(sequence)))
      } else if let sequence = entry["Sequence"], sequence["id"]?.text == "B", key == "pair" {
        out.append(.second(type: try tokenType(sequence)))
      } else {
        throw bad("post_processor.\(key) has a piece that is neither a token nor a text")
      }
    }
    return out
  }

  private func tokenType(_ piece: JSONValue) throws(CorpusError) -> Int32 {
    guard let type = piece["type_id"]?.int, 0...1 ~= type else {
      throw bad("post_processor: type_id must be 0 or 1")
    }
    return Int32(type)
  }
}
