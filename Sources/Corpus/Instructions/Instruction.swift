import Plain

/// Turns of a conversation, and the answer that a model shall learn to give.
public struct Instruction: Sendable, Equatable {
  /// What comes before the answer.
  public var messages: [ChatMessage]
  /// The answer.
  public var answer: String

  /// Makes an instruction.
  public init(messages: [ChatMessage], answer: String) {
    self.messages = messages
    self.answer = answer
  }

  /// The tokens of the whole text; `prompt` of them come before the answer.
  ///
  /// Both parts are cut into tokens by themselves, so that no token lies across their border.
  ///
  /// - Parameter maxLength: what is longer loses some of its prompt; see `cut`.
  public func encoded(
    by tokenizer: any Tokenizer, _ template: ChatTemplate, maxLength: Int = .max
  ) -> Encoding {
    let prompt = tokenizer.encode(template.prompt(messages), pair: nil, maxLength: .max)
    let whole = tokenizer.encode(template.answer(answer), pair: nil, maxLength: .max)
    // A start token before the prompt stands before the answer too, where it is none.
    let start = prompt.texts.first?.lowerBound ?? 0
    let front = prompt.tokens.prefix(prompt.texts.first?.upperBound ?? prompt.tokens.count)
    let tokens = Array(front) + (whole.texts.first.map { Array(whole.tokens[$0]) } ?? [])
    var encoding = Encoding(
      tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count),
      texts: [start..<tokens.count])
    encoding.prompt = front.count
    return encoding.cutInstruction(to: maxLength)
  }
}

extension Encoding {
  /// An instruction with at most `length` tokens: its prompt loses its front, behind the start token, and an answer that
  /// has no room all the same behind one token of the prompt loses its end.
  public func cutInstruction(to length: Int) -> Encoding {
    guard tokens.count > length else { return self }
    let start = texts.first?.lowerBound ?? 0
    let least = min(prompt, max(1, start))
    let kept = max(least, min(prompt, length - (tokens.count - prompt)))
    var cut = self
    cut.tokens = Array(tokens[..<min(start, kept)])
    cut.tokens += tokens[prompt - (kept - cut.tokens.count)..<prompt]
    cut.tokens += tokens[prompt...].prefix(max(0, length - kept))
    cut.tokenTypes = Array(tokenTypes.prefix(cut.tokens.count))
    cut.prompt = kept
    cut.texts = [min(start, cut.tokens.count)..<cut.tokens.count]
    return cut
  }
}
