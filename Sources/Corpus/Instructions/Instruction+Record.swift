import Plain

/// The keys by which records are instructions.
enum InstructionKeys {
  /// Turns with `role` and `content`, or with ShareGPT's `from` and `value`.
  static let turns = ["messages", "conversation", "conversations"]
  static let prompts = ["instruction", "prompt"]
  /// What the prompt is about, in Alpaca's words and in Dolly's.
  static let inputs = ["input", "context"]
  static let answers = ["output", "response", "completion"]
  /// What a model is told before the first turn.
  static let system = "system"
  /// What others put beside and in the turns that changes what a model learns, and is not read.
  static let unread = ["history", "tools", "functions"]
  static let unreadInTurns = ["weight", "tool_calls"]
  /// All keys of a record that mean something here.
  private static let all = Set(turns + prompts + inputs + answers + [system] + unread)

  /// A record with these keys in small letters, however it writes them; what is there in small letters already stays.
  static func folded(_ record: JSONValue) -> JSONValue {
    guard var members = record.members else { return record }
    let written = members.keys.filter {
      all.contains($0.text.lowercased()) && !all.contains($0.text)
    }
    for key in written.sorted() {
      let small = ExactString(key.text.lowercased())
      guard members[small] == nil else { continue }
      members[small] = members.removeValue(forKey: key)
    }
    return .object(members)
  }

  /// Whose turn it is, by what it is called.
  static let roles = [
    "system": "system", "user": "user", "human": "user", "assistant": "assistant",
    "gpt": "assistant",
  ]
}

/// Why a record is no instruction, in words for behind its line.
struct InstructionProblem: Error {
  var words: String
}

extension Instruction {
  /// The instruction of a record.
  init(_ record: JSONValue) throws(InstructionProblem) {
    var messages: [ChatMessage]
    let answer: String
    if let key = InstructionKeys.turns.first(where: { record[$0] != nil }) {
      guard let turns = record[key]?.elements else {
        throw InstructionProblem(words: "'\(key)' is no list of turns")
      }
      messages = []
      for (place, turn) in turns.enumerated() {
        messages.append(try ChatMessage(turn, number: place + 1))
      }
      guard !messages.isEmpty else { throw InstructionProblem(words: "'\(key)' is empty") }
      guard let last = messages.popLast(), last.role == "assistant" else {
        throw InstructionProblem(
          words: "the last turn of '\(key)' is not the assistant's, which is learned")
      }
      guard !messages.isEmpty else {
        throw InstructionProblem(words: "nothing stands before the assistant's turn in '\(key)'")
      }
      answer = last.content
    } else {
      let prompt = try record.text(InstructionKeys.prompts)
      if prompt != nil, let key = record.null(among: InstructionKeys.answers) {
        throw InstructionProblem(words: "the answer is empty: '\(key)' is null")
      }
      guard let prompt, let written = try record.text(InstructionKeys.answers) else {
        throw InstructionProblem(
          words: "no instruction: it needs messages that end with the assistant's, or "
            + "instruction and output")
      }
      let input = try record.text(InstructionKeys.inputs) ?? ""
      let parts = [prompt, input].filter { !$0.isEmpty }
      messages = [ChatMessage(role: "user", content: parts.joined(separator: "\n\n"))]
      answer = written
    }
    if messages.first?.role != "system", let system = try record.text([InstructionKeys.system]),
      !system.isEmpty
    {
      messages.insert(ChatMessage(role: "system", content: system), at: 0)
    }
    self.init(messages: messages, answer: answer)
  }
}

extension InstructionKeys {
  /// Keys of a record, or of its turns, that say something that is not read.
  static func unread(of record: JSONValue) -> [String] {
    let turns = turns.lazy.compactMap { record[$0]?.elements }.first ?? []
    func says(_ value: JSONValue?) -> Bool {
      value != nil && value != .array([]) && value != .string("")
    }
    return unread.filter { says(record[$0]) }
      + unreadInTurns.filter { key in turns.contains { says($0[key]) } }
  }
}

extension ChatMessage {
  /// One of the turns of a conversation, the `number`-th.
  fileprivate init(_ turn: JSONValue, number: Int) throws(InstructionProblem) {
    func bad(_ words: String) -> InstructionProblem {
      InstructionProblem(words: "turn \(number): \(words)")
    }
    guard let name = (turn["role"] ?? turn["from"])?.text else {
      throw bad("it has no 'role' (or 'from')")
    }
    guard let role = InstructionKeys.roles[name] else {
      throw bad(
        "its role is '\(excerpt(name))': there are system, user (or human) and assistant (or gpt)")
    }
    guard let content = turn["content"] ?? turn["value"] else {
      let isNull = turn.members?["content"] != nil || turn.members?["value"] != nil
      throw bad(isNull ? "its content is null" : "it has no 'content' (or 'value')")
    }
    guard let text = content.text else {
      throw bad("its content is \(content.kind), and a string is read")
    }
    self.init(role: role, content: text)
  }
}

extension JSONValue {
  /// The first key that is there, if it and all others that are there are null.
  fileprivate func null(among keys: [String]) -> String? {
    let there = keys.filter { members?[ExactString($0)] != nil }
    return there.contains { self[$0] != nil } ? nil : there.first
  }

  /// The text of the first key that is there and not null; nil: none is.
  fileprivate func text(_ keys: [String]) throws(InstructionProblem) -> String? {
    for key in keys {
      guard let value = self[key] else { continue }
      guard let text = value.text else {
        throw InstructionProblem(words: "'\(key)' is \(value.kind), and a string is read")
      }
      return text
    }
    return nil
  }
}
