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

/// Text for a language model.
public struct ChatText: Sendable, Equatable {
  /// What is written.
  public var text: String
  /// Whether the text has its start token and the like in it: then the tokenizer puts none beside.
  public var isFramed: Bool

  /// A text as a person writes it.
  public init(_ text: String, isFramed: Bool = false) {
    self.text = text
    self.isFramed = isFramed
  }

  /// Its tokens.
  public func tokens(by tokenizer: any Tokenizer) -> [Int32] {
    let encoding = tokenizer.encode(text, pair: nil, maxLength: .max)
    guard isFramed, let own = encoding.texts.first else { return encoding.tokens }
    return Array(encoding.tokens[own])
  }
}

/// How a conversation is written as text: by the template that comes with a model, in Jinja, as `apply_chat_template` of
/// transformers does; without one by `### Instruction:` and `### Response:` (Stanford Alpaca).
public struct ChatTemplate: Sendable {
  private let source: String?
  private let template: JinjaTemplate?
  private let special: [String: String]
  private let path: String

  /// The template of a model.
  ///
  /// - Parameters:
  ///   - jinja: its source; nil: the model has none.
  ///   - special: texts of special tokens by what templates call them, such as `eos_token`, which ends a text.
  ///   - path: named in errors.
  /// - Throws: `badTokenizer` for one that is no Jinja, or uses something of it that is not known.
  public init(
    jinja: String?, special: [String: String] = [:], path: String
  ) throws(CorpusError) {
    source = jinja
    self.special = special
    self.path = path
    do {
      template = try jinja.map { (text) throws(JinjaProblem) in try JinjaTemplate(text) }
    } catch {
      throw .badTokenizer(path: path, problem: "its chat template is not understood: \(error)")
    }
  }

  /// The form without a template as one, for programs that ask a model by its template alone.
  ///
  /// - Parameter begins: whether texts begin with the start token, which the tokenizer would put there.
  public static func plainForm(begins: Bool) -> String {
    let head =
      #"{{ {'system': '', 'user': '### Instruction:\n', 'assistant': '### Response:\n'}[message['role']] }}"#
    // What the assistant says last is the answer, which ends the text.
    let isAnswer = "loop.last and message['role'] == 'assistant' and not add_generation_prompt"
    let tail = #"{% if \#(isAnswer) %}{{ eos_token }}{% else %}{{ '\n\n' }}{% endif %}"#
    return (begins ? "{{ bos_token }}" : "")
      + "{% for message in messages %}\(head){{ message['content'] }}\(tail){% endfor %}"
      + #"{% if add_generation_prompt %}{{ '### Response:\n' }}{% endif %}"#
  }

  /// Whether a model has none of its own.
  public var isPlainForm: Bool { template == nil }

  /// What people call it.
  public var name: String {
    template == nil
      ? "the form ### Instruction:, as the model has no chat template"
      : "the model's own chat template"
  }

  /// What it writes of its own accord and people may not expect, a sentence; nil: nothing.
  public var note: String? {
    source?.contains("strftime_now") == true
      ? "the chat template writes the date of the day: \(ChatDate.text) is written, so that a run can be repeated"
      : nil
  }

  /// The text of turns, up to where the assistant begins to speak.
  /// - Throws: `badFile` where the template refuses the conversation, or cannot be followed.
  public func prompt(_ messages: [ChatMessage]) throws(CorpusError) -> ChatText {
    guard let template else {
      let heads = ["system": "", "user": "### Instruction:\n", "assistant": "### Response:\n"]
      return ChatText(
        messages.map { (heads[$0.role] ?? "") + $0.content + "\n\n" }.joined()
          + "### Response:\n")
    }
    return ChatText(try text(messages, isOpen: true, template), isFramed: true)
  }

  /// A conversation with its answer: what comes before it, and the answer with what ends it.
  ///
  /// The two together are what the template makes of the whole conversation, without white space behind its last word: nobody
  /// waits for that where the answer has ended.
  /// - Throws: `badFile` as `prompt` does, and where the template does not write the answer.
  public func written(
    _ messages: [ChatMessage], answer: String
  ) throws(CorpusError) -> Instruction.Written {
    let prompt = try prompt(messages)
    guard let template else {
      return Instruction.Written(prompt: prompt, answer: answer + (special["eos_token"] ?? ""))
    }
    let whole = try text(
      messages + [ChatMessage(role: "assistant", content: answer)], isOpen: false, template)
    // A template may open an answer otherwise than it writes one that was given, such as with the start of a thought.
    let shared = zip(prompt.text.unicodeScalars, whole.unicodeScalars).prefix { $0 == $1 }.count
    let scalars = whole.unicodeScalars
    let border = scalars.index(scalars.startIndex, offsetBy: shared)
    var rest = String(scalars[border...])
    let end = rest.trimmingEnd
    if answer.isEmpty || !end.hasSuffix(answer.trimmingEnd) { rest = end }
    guard !rest.isEmpty else {
      throw .badFile(path: path, problem: "its chat template does not write the answer")
    }
    return Instruction.Written(
      prompt: ChatText(String(scalars[..<border]), isFramed: true), answer: rest)
  }

  /// What it writes behind an answer; nil: nothing.
  public var closing: String? {
    let written = try? written([ChatMessage(role: "user", content: "a")], answer: "b")
    guard let answer = written?.answer, let said = answer.firstIndex(of: "b") else { return nil }
    let rest = answer[answer.index(after: said)...]
    return rest.isEmpty ? nil : String(rest)
  }

  private func text(
    _ messages: [ChatMessage], isOpen: Bool, _ template: JinjaTemplate
  ) throws(CorpusError) -> String {
    var context = special.mapValues(JinjaValue.string)
    context["messages"] = .list(
      of: messages.map {
        .dictionary(of: [("role", .string($0.role)), ("content", .string($0.content))])
      })
    context["add_generation_prompt"] = .bool(isOpen)
    context["tools"] = JinjaValue.none
    context["documents"] = JinjaValue.none
    context["strftime_now"] = .function(
      JinjaFunction("strftime_now") { arguments in
        guard case .string(let format)? = arguments.first else { return .string("") }
        return .string(ChatDate.text(format))
      })
    do {
      return try template.render(context)
    } catch {
      throw .badFile(
        path: path,
        problem: error.kind == .raised
          ? "its chat template refuses the conversation: \(excerpt(error.text, limit: 200))"
          : "its chat template cannot be followed: \(error)")
    }
  }
}

extension ChatTemplate: Hashable {
  /// Whether both write alike.
  public static func == (one: ChatTemplate, other: ChatTemplate) -> Bool {
    one.source == other.source && one.special == other.special
  }

  /// By what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(special)
  }
}

/// The day that templates are told it is: with the clock's a run could not be made again.
private enum ChatDate {
  /// As Llama 3.2 writes its own default.
  static let text = text("%d %b %Y")

  private static let fields: [Character: String] = [
    "d": "26", "b": "Jul", "B": "July", "m": "07", "Y": "2024", "y": "24", "A": "Friday",
    "a": "Fri",
    "H": "12", "I": "12", "M": "00", "S": "00", "p": "PM", "j": "208", "%": "%",
  ]

  /// The day in a format of C's `strftime`.
  static func text(_ format: String) -> String {
    var out = ""
    var rest = format[...]
    while let letter = rest.popFirst() {
      if letter == "%", let field = rest.first.flatMap({ fields[$0] }) {
        rest.removeFirst()
        out += field
      } else {
        out.append(letter)
      }
    }
    return out
  }
}

extension String {
  /// The text without white space at its end.
  fileprivate var trimmingEnd: String {
    let end = lastIndex { !$0.isWhitespace }
    return end.map { String(self[...$0]) } ?? ""
  }
}
