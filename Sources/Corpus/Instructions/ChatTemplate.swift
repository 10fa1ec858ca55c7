import Plain

/// A turn of a conversation.
public struct ChatMessage: Sendable, Hashable {
  /// Who speaks: `system`, `user` or `assistant`.
  public var role: String
  /// What is said.
  public var content: String

  /// A turn.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// How a conversation is written as text for a model: the common templates, recognised by what they write.
///
/// Models come with a template in Jinja, a language of its own; it is not run.
public enum ChatTemplate: Sendable, Hashable {
  /// `<|im_start|>role`, content, `<|im_end|>`; perhaps a system turn where none is given (SmolLM2, Qwen2).
  case chatML(system: String?)
  /// `<|start_header_id|>role<|end_header_id|>`, content, `<|eot_id|>` (Llama 3).
  case llama3
  /// `[INST] content [/INST] answer</s>` (Mistral, Llama 2 without a system turn).
  case instruction
  /// For models without a template: `### Instruction:`, `### Response:` (Stanford Alpaca), and the text of the token that
  /// ends a text, where there is one.
  case plain(end: String)

  /// The template that a model's Jinja stands for; nil: the model has none.
  ///
  /// - Parameters:
  ///   - end: what ends a text for a model without a template.
  ///   - path: named in errors.
  public init(jinja: String?, end: String = "", path: String) throws(CorpusError) {
    guard let jinja else {
      self = .plain(end: end)
      return
    }
    if jinja.contains("<|im_start|>") {
      self = .chatML(system: Self.defaultSystem(jinja))
    } else if jinja.contains("<|start_header_id|>"), jinja.contains("<|eot_id|>") {
      self = .llama3
    } else if jinja.contains("[INST]"), !jinja.contains("<<SYS>>") {
      self = .instruction
    } else {
      throw .badTokenizer(
        path: path,
        problem: "its chat template is not known: ChatML, Llama 3's and [INST] are")
    }
  }

  /// The system turn that a template writes of its own accord, where its text stands in it.
  private static func defaultSystem(_ jinja: String) -> String? {
    let text = jinja.replacing("\\n", with: "\n")
    guard let start = text.firstRange(of: "<|im_start|>system\n")?.upperBound,
      let end = text[start...].firstRange(of: "<|im_end|>")?.lowerBound
    else { return nil }
    let system = text[start..<end]
    // Pieces of Jinja are no text: that turn is one that was given.
    return system.contains("'") || system.contains("{{") || system.isEmpty ? nil : String(system)
  }

  /// The text of turns, up to where the assistant begins to speak if it is its turn.
  public func prompt(_ messages: [ChatMessage]) -> String {
    let isOpen = messages.last?.role != "assistant"
    switch self {
    case .chatML(let system):
      var turns = messages
      if let system, turns.first?.role != "system" {
        turns.insert(ChatMessage(role: "system", content: system), at: 0)
      }
      return turns.map { "<|im_start|>\($0.role)\n\($0.content)<|im_end|>\n" }.joined()
        + (isOpen ? "<|im_start|>assistant\n" : "")
    case .llama3:
      func head(_ role: String) -> String { "<|start_header_id|>\(role)<|end_header_id|>\n\n" }
      return messages.map { head($0.role) + $0.content + "<|eot_id|>" }.joined()
        + (isOpen ? head("assistant") : "")
    case .instruction:
      return messages.map { turn in
        turn.role == "assistant" ? " \(turn.content)</s>" : "[INST] \(turn.content) [/INST]"
      }.joined()
    case .plain:
      let heads = ["system": "", "user": "### Instruction:\n", "assistant": "### Response:\n"]
      return messages.map { (heads[$0.role] ?? "") + $0.content + "\n\n" }.joined()
        + (isOpen ? "### Response:\n" : "")
    }
  }

  /// What people call it.
  public var name: String {
    switch self {
    case .chatML: "ChatML"
    case .llama3: "Llama 3's"
    case .instruction: "[INST]"
    case .plain: "### Instruction:, as the model has none"
    }
  }

  /// The text of an answer, with what ends it.
  public func answer(_ content: String) -> String {
    switch self {
    case .chatML: content + "<|im_end|>"
    case .llama3: content + "<|eot_id|>"
    case .instruction: " \(content)</s>"
    case .plain(let end): content + end
    }
  }
}
