import Plain

/// Turns of a conversation, and the answer that a model shall learn to give.
public struct Instruction: Sendable, Equatable {
  /// What comes before the answer.
  public var messages: [ChatMessage]
  /// The answer.
  public var answer: String
  /// Both as a model reads them; nil: no template has written them yet.
  public var written: Written?

  /// Makes an instruction.
  public init(messages: [ChatMessage], answer: String) {
    self.messages = messages
    self.answer = answer
  }
}

extension Instruction {
  /// An instruction as text.
  public struct Written: Sendable, Equatable {
    /// What comes before the answer.
    public var prompt: ChatText
    /// The answer, with what ends it.
    public var answer: String
  }
}

extension Instruction.Written {
  /// The tokens of the whole text; `prompt` of them come before the answer.
  ///
  /// Both parts are cut into tokens by themselves, so that no token lies across their border.
  ///
  /// - Parameter maxLength: what is longer loses some of its prompt; see `cut`.
  public func encoded(by tokenizer: any Tokenizer, maxLength: Int = .max) -> Encoding {
    let whole = tokenizer.encode(prompt.text, pair: nil, maxLength: .max)
    let own = whole.texts.first ?? 0..<whole.tokens.count
    // A start token before the prompt stands before the answer too, where it is none; what ends a text comes behind both.
    let front = Array(whole.tokens[(prompt.isFramed ? own.lowerBound : 0)..<own.upperBound])
    let tokens = front + ChatText(answer, isFramed: true).tokens(by: tokenizer)
    // What a template begins with is no text either, if it is a token of that kind.
    let start =
      prompt.isFramed
      ? front.prefix(1).count(where: tokenizer.specialTokens.contains) : own.lowerBound
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
