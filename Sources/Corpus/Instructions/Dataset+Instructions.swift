import Plain

/// How a labelled text is put as an instruction: a request, an empty line, the text (of a pair both, an empty line between
/// them); the answer is its label's name.
public struct LabelRequest: Sendable, Equatable {
  /// What stands in front of every text.
  public var words: String

  /// The request in a person's own words, or one that names the labels.
  public init(_ words: String, labels: [String]) {
    self.words =
      words.isEmpty ? "Answer with one of: " + labels.joined(separator: ", ") + "." : words
  }

  /// The turn that asks about a text.
  public func question(_ text: String, pair: String? = nil) -> ChatMessage {
    ChatMessage(
      role: "user", content: [words, text, pair].compactMap(\.self).joined(separator: "\n\n"))
  }

  /// What people are told of it.
  public var note: String {
    "each text becomes an instruction: the request '\(excerpt(words, limit: 200))' (task.request), an empty line and "
      + "the text; its label's name is the answer"
  }
}

extension Dataset {
  /// The same with every labelled text an instruction.
  public func asked(_ request: LabelRequest) -> Dataset {
    func asked(_ samples: [Sample]) -> [Sample] {
      samples.map { sample in
        var sample = sample
        sample.instruction = Instruction(
          messages: [request.question(sample.text, pair: sample.textPair)],
          answer: labelNames[sample.label])
        return sample
      }
    }
    var changed = self
    (changed.train, changed.test) = (asked(train), asked(test))
    return changed
  }

  /// The same with every instruction as text.
  /// - Throws: `badFile` for a conversation that the template refuses.
  public func written(by template: ChatTemplate) throws(CorpusError) -> Dataset {
    func written(_ samples: [Sample], _ split: String) throws(CorpusError) -> [Sample] {
      var made: [Sample] = []
      made.reserveCapacity(samples.count)
      let parts = samples.cut(into: 256).mapConcurrently { part in
        part.map { sample in Result { () throws(CorpusError) in try sample.written(by: template) } }
      }
      for (index, result) in parts.joined().enumerated() {
        do { made.append(try result.get()) } catch {
          guard case .badFile(let path, let problem) = error else { throw error }
          throw .badFile(
            path: path, problem: "\(problem) (\(split) conversation \(index + 1) of \(name))")
        }
      }
      return made
    }
    var changed = self
    changed.train = try written(train, "training")
    changed.test = try written(test, "held-out")
    return changed
  }
}

extension Sample {
  /// The same with its instruction as text.
  fileprivate func written(by template: ChatTemplate) throws(CorpusError) -> Sample {
    guard let instruction else { return self }
    var sample = self
    sample.instruction?.written = try template.written(
      instruction.messages, answer: instruction.answer)
    return sample
  }
}
