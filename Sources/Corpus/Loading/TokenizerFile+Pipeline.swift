import Plain

extension TokenizerFile {
  /// What the sections `normalizer` and `pre_tokenizer` do before bytes are merged.
  func bytePairPipeline() throws(CorpusError) -> BytePairPipeline {
    var pipeline = BytePairPipeline(normalizer: try textNormalizer(), splits: [])
    var isByteLevel = false
    for step in try preTokenizerSteps() {
      guard !isByteLevel else { throw bad("pre_tokenizer: a step after ByteLevel") }
      switch step["type"]?.text {
      case "Digits":
        pipeline.splits.append(.digits(single: step["individual_digits"]?.bool ?? false))
      case "Split": pipeline.splits.append(try split(step))
      case "ByteLevel":
        isByteLevel = true
        pipeline.addsPrefixSpace = step["add_prefix_space"]?.bool ?? true
        guard step["use_regex"]?.bool ?? true else {
          // The blank would go before every piece that the steps before have cut.
          guard !pipeline.addsPrefixSpace else {
            throw bad("pre_tokenizer ByteLevel: add_prefix_space without use_regex is not known")
          }
          continue
        }
        pipeline.splits.append(.gpt2)
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

  /// The steps of the section `pre_tokenizer`, which may be one or a sequence.
  private func preTokenizerSteps() throws(CorpusError) -> [JSONValue] {
    guard let section = root["pre_tokenizer"], let type = section["type"]?.text else {
      throw bad("no section 'pre_tokenizer'")
    }
    guard type == "Sequence" else { return [section] }
    guard let steps = section["pretokenizers"]?.elements else {
      throw bad("pre_tokenizer.pretokenizers is missing")
    }
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
