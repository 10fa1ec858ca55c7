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

  /// The tokens of the whole text, and how many of them come before the answer.
  ///
  /// Both parts are cut into tokens by themselves, so that no token lies across their border.
  ///
  /// - Parameters:
  ///   - endToken: Ends an answer that the template does not end.
  ///   - maxLength: Where the text is cut; an answer of which nothing is left teaches nothing.
  public func encoded(
    by tokenizer: any Tokenizer, _ template: ChatTemplate, endToken: Int32? = nil,
    maxLength: Int = .max
  ) -> (tokens: [Int32], prompt: Int) {
    let prompt = tokenizer.encode(template.prompt(messages), pair: nil, maxLength: .max)
    let whole = tokenizer.encode(template.answer(answer), pair: nil, maxLength: .max)
    // A start token before the prompt stands before the answer too, where it is none.
    var tokens = prompt.tokens + (whole.texts.first.map { Array(whole.tokens[$0]) } ?? [])
    if template == .plain, let endToken { tokens.append(endToken) }
    let kept = min(tokens.count, maxLength)
    return (Array(tokens.prefix(kept)), min(prompt.tokens.count, kept))
  }
}

extension Instruction {
  /// The instruction of a record: `messages`, the last of them the assistant's, or `instruction` with `input` and
  /// `output`; nil when it is neither.
  init?(_ record: JSONValue) {
    if let turns = record["messages"]?.elements ?? record["conversation"]?.elements {
      var messages: [ChatMessage] = []
      for turn in turns {
        guard let role = turn["role"]?.text, let content = turn["content"]?.text,
          ["system", "user", "assistant"].contains(role)
        else { return nil }
        messages.append(ChatMessage(role: role, content: content))
      }
      guard let last = messages.popLast(), last.role == "assistant", !messages.isEmpty else {
        return nil
      }
      self.init(messages: messages, answer: last.content)
      return
    }
    guard let instruction = record["instruction"]?.text ?? record["prompt"]?.text,
      let answer = record["output"]?.text ?? record["response"]?.text ?? record["completion"]?.text
    else { return nil }
    let input = record["input"]?.text ?? ""
    self.init(
      messages: [
        ChatMessage(role: "user", content: instruction + (input.isEmpty ? "" : "\n\n" + input))
      ], answer: answer)
  }
}

/// Reads instructions from JSON lines.
public enum InstructionReader {
  /// The instructions of a file, in order.
  ///
  /// - Throws: `badLine` for a line that is no instruction, `badFile` for a file without any.
  public static func read(_ path: String) throws(CorpusError) -> [Instruction] {
    let bytes = try TextFile.read(path)
    var instructions: [Instruction] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      func bad(_ problem: String) -> CorpusError {
        .badLine(path: path, line: index + 1, problem: problem)
      }
      let record: JSONValue
      do { record = try JSONValue.parse(Array(line)) } catch {
        throw bad("\(error.problem) at byte \(error.offset)")
      }
      guard let instruction = Instruction(record) else {
        throw bad(
          "no instruction: it needs messages that end with the assistant's, or instruction and output"
        )
      }
      instructions.append(instruction)
    }
    guard !instructions.isEmpty else { throw .badFile(path: path, problem: "no instructions") }
    return instructions
  }
}
