import Plain

extension TokenizerFile {
  /// What the sections `normalizer` and `pre_tokenizer` do before bytes are merged.
  func bytePairPipeline() throws(CorpusError) -> BytePairPipeline {
    var pipeline = BytePairPipeline(composes: try composes(), splits: [])
    var isByteLevel = false
    for step in try steps("pre_tokenizer", within: "pretokenizers") {
      guard !isByteLevel else { throw bad("pre_tokenizer: a step after ByteLevel") }
      switch step["type"]?.text {
      case "Digits":
        pipeline.splits.append(.digits(single: step["individual_digits"]?.bool ?? false))
      case "Split": pipeline.splits.append(try split(step))
      case "ByteLevel":
        isByteLevel = true
        pipeline.addsPrefixSpace = step["add_prefix_space"]?.bool ?? true
        if step["use_regex"]?.bool ?? true { pipeline.splits.append(.gpt2) }
      case let type:
        throw bad(
          "pre_tokenizer '\(excerpt(type ?? ""))' is not known with byte-level BPE: Digits, Split "
            + "and ByteLevel are")
      }
    }
    guard isByteLevel else {
      throw bad("pre_tokenizer has no ByteLevel: only byte-level BPE is known")
    }
    guard !pipeline.splits.isEmpty else {
      throw bad("a byte-level pre_tokenizer without its expression (use_regex false)")
    }
    return pipeline
  }

  private func composes() throws(CorpusError) -> Bool {
    guard root["normalizer"] != nil else { return false }
    let steps = try steps("normalizer", within: "normalizers")
    for step in steps where step["type"]?.text != "NFC" {
      let type = excerpt(step["type"]?.text ?? "")
      throw bad("normalizer '\(type)' beside byte-level BPE: NFC is known")
    }
    return !steps.isEmpty
  }

  /// The steps of a section, which may be one or a sequence.
  private func steps(_ name: String, within list: String) throws(CorpusError) -> [JSONValue] {
    guard let section = root[name], let type = section["type"]?.text else {
      throw bad("no section '\(name)'")
    }
    guard type == "Sequence" else { return [section] }
    guard let steps = section[list]?.elements else { throw bad("\(name).\(list) is missing") }
    return steps
  }

  private func split(_ step: JSONValue) throws(CorpusError) -> TextSplit {
    guard step["behavior"]?.text == "Isolated", step["invert"]?.bool != true else {
      throw bad("pre_tokenizer Split: only the behavior Isolated is known")
    }
    guard let pattern = step["pattern"]?["Regex"]?.text, let split = TextSplit(pattern: pattern)
    else {
      throw bad(
        "pre_tokenizer Split: its expression is not known: those of GPT-2, Llama 3 and Qwen2 are")
    }
    return split
  }
}
