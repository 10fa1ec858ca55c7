import Foundation
import Plain
import Testing

@testable import Corpus

/// Instructions become text by a model's template, and tokens of which those of the answer are known.
struct InstructionTests {
  private static let smolLM =
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    + "{{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
    + "<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] "
    + "+ '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
    + "{{ '<|im_start|>assistant\n' }}{% endif %}"
  private let question = [ChatMessage(role: "user", content: "What is 2 + 3?")]

  private static func chatML(_ end: String = "<|im_end|>") -> String {
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] "
      + "+ '\(end)' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
  }

  @Test func aTemplateWritesPromptAndAnswer() throws {
    let template = try ChatTemplate(jinja: Self.smolLM, path: "model")
    #expect(
      try template.prompt(question).text
        == "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
        + "<|im_end|>\n<|im_start|>user\nWhat is 2 + 3?<|im_end|>\n<|im_start|>assistant\n")
    let bare = try ChatTemplate(jinja: Self.chatML(), path: "model")
    let written = try bare.written(question, answer: "5 \n")
    #expect(written.prompt == (try bare.prompt(question)) && written.prompt.isFramed)
    #expect(written.answer == "5 \n<|im_end|>" && bare.closing == "<|im_end|>")
    // An answer of nothing is its end, and of two turns of the assistant's the second is the answer.
    #expect(try bare.written(question, answer: "").answer == "<|im_end|>")
    let twice = question + [ChatMessage(role: "assistant", content: "Well.")]
    #expect(
      try bare.written(twice, answer: "5").prompt.text.hasSuffix(
        "Well.<|im_end|>\n<|im_start|>assistant\n"))
    let plain = try ChatTemplate(jinja: nil, special: ["eos_token": "</s>"], path: "model")
    #expect(
      try plain.prompt(question).text == "### Instruction:\nWhat is 2 + 3?\n\n### Response:\n")
    #expect(try plain.written(question, answer: "5").answer == "5</s>" && plain.closing == "</s>")
  }

  @Test("The form without a template, written down as one, writes the same")
  func plainForm() throws {
    let special = ["eos_token": "</s>", "bos_token": "<s>"]
    let plain = try ChatTemplate(jinja: nil, special: special, path: "model")
    let written = try ChatTemplate(
      jinja: ChatTemplate.plainForm(begins: false), special: special, path: "model")
    let turns =
      [ChatMessage(role: "system", content: "Be brief.")] + question
      + [
        ChatMessage(role: "assistant", content: " 5\n"),
        ChatMessage(role: "user", content: "Sure?"),
      ]
    for messages in [question, turns] {
      #expect(try plain.prompt(messages).text == written.prompt(messages).text)
      let (one, other) = (
        try plain.written(messages, answer: "Yes."), try written.written(messages, answer: "Yes.")
      )
      #expect(one.prompt.text == other.prompt.text && one.answer == other.answer)
    }
    let framed = try ChatTemplate(
      jinja: ChatTemplate.plainForm(begins: true), special: special, path: "model")
    #expect(try framed.prompt(question).text == "<s>" + plain.prompt(question).text)
  }

  @Test("Keys of instructions are known in any case, and a label beside them is spoken of")
  func keysInCapitals() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "train.csv", "Instruction,Input,Output,Label\nAdd.,2 and 3,5,sum\n,Hello?,Hi,talk\n")
    let read = try DatasetReader.rows(path: path, columns: ColumnNames(areInstructions: true))
    #expect(read.rows.map(\.text) == ["Add.\n\n2 and 3", "Hello?"])
    #expect(read.rows.map(\.instruction?.answer) == ["5", "Hi"])
    #expect(
      read.notes == ["not used, though called as a label is: column 'Label' (--label-column)"])
    let json = try scratch.write(
      "train.jsonl", #"{"INSTRUCTION":"b","Instruction":"a","Output":"c"}"# + "\n")
    let both = try DatasetReader.rows(path: json, columns: ColumnNames(areInstructions: true))
    #expect(both.rows.map(\.text) == ["b"])
  }

  @Test("A classifier of prompts and responses is told which columns to name")
  func labelledInstructions() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("train.csv", "prompt,response,label\na,b,safe\nc,d,unsafe\n")
    let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
    #expect(
      error?.description.contains(
        "with labels in 'label': to tell these apart give --text-column prompt, and perhaps --pair-column "
          + "response; a language model learns them (task.objective = completion)") == true)
    let named = ColumnNames(text: "prompt", textPair: "response")
    #expect(
      try DatasetReader.rows(path: path, columns: named).rows.map(\.label) == ["safe", "unsafe"])
  }

  /// A prompt that opens a thought where the finished turn has none: what is learned is the finished turn, as it is written.
  @Test func anAnswerIsLearnedAsItIsWritten() throws {
    let template = try ChatTemplate(
      jinja: Self.chatML().replacing("assistant\n' }}", with: "assistant\n<think>\n' }}"),
      path: "model")
    let written = try template.written(question, answer: "5")
    #expect(try template.prompt(question).text.hasSuffix("<|im_start|>assistant\n<think>\n"))
    #expect(
      written.prompt.text.hasSuffix("<|im_start|>assistant\n") && written.answer == "5<|im_end|>")
    let date = try ChatTemplate(jinja: "{{ strftime_now('%A, %d %B %Y') }}", path: "model")
    #expect(try date.prompt(question).text == "Friday, 26 July 2024" && date.note != nil)
  }

  @Test func whatATemplateRefusesIsSaid() throws {
    func problem(_ jinja: String) -> String {
      do {
        _ = try ChatTemplate(jinja: jinja, path: "model").written(question, answer: "5")
        return ""
      } catch { return error.description }
    }
    #expect(
      problem("{{ raise_exception('Roles must alternate') }}").contains(
        "refuses the conversation: Roles must alternate"))
    #expect(problem("{% include 'a' %}").contains("its chat template is not understood: line 1: "))
    #expect(problem("{{ messages | frobnicate }}").contains("frobnicate"))
    #expect(problem("{{ messages[0].content }}").contains("does not write the answer"))
    let set = Dataset(
      name: "set", labelNames: [], train: [],
      test: [Sample(text: "", label: -1, instruction: Instruction(messages: question, answer: "5"))]
    )
    let refusing = try ChatTemplate(jinja: "{{ raise_exception('No') }}", path: "model")
    let error = #expect(throws: CorpusError.self) { try set.written(by: refusing) }
    #expect(error?.description.contains("No (held-out conversation 1 of set)") == true)
  }

  @Test("What others put beside turns, and is not read, is said once")
  func unreadKeys() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "train.jsonl",
      """
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho","weight":0}]}
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"He"}],"tools":[{"a":1}]}
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ha"}],"tools":[]}
      """)
    let notes = try DatasetReader.rows(path: path, columns: ColumnNames(areInstructions: true))
      .notes
    #expect(
      notes == [
        "'tools' of 1 of 3 conversations is not read",
        "'weight' of 1 of 3 conversations is not read",
      ])
  }

  @Test func recordsOfBothKindsAreRead() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "train.jsonl",
      """
      {"instruction":"Add.","input":"2 and 3","output":"5"}

      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
      """)
    let columns = ColumnNames(areInstructions: true)
    let read = try DatasetReader.rows(path: path, columns: columns)
    #expect(read.rows.map(\.text) == ["Add.\n\n2 and 3", "Hi"])
    #expect(
      read.rows.map(\.instruction) == [
        Instruction(
          messages: [ChatMessage(role: "user", content: "Add.\n\n2 and 3")], answer: "5"),
        Instruction(messages: [ChatMessage(role: "user", content: "Hi")], answer: "Hello"),
      ])
    try scratch.write("bad.jsonl", "{\"instruction\":\"Add.\",\"output\":\"5\"}\n{\"text\":\"a\"}")
    #expect(
      throws: CorpusError.badLine(
        path: scratch.path + "/bad.jsonl", line: 2,
        problem: "no instruction: it needs messages that end with the assistant's, or "
          + "instruction and output")
    ) { try DatasetReader.rows(path: scratch.path + "/bad.jsonl", columns: columns) }
  }

  /// ShareGPT's turns, Dolly's context, what the model is told first, and Alpaca as CSV.
  @Test func otherSpellingsAreRead() throws {
    let scratch = try ScratchFolder()
    let columns = ColumnNames(areInstructions: true)
    let lines = try scratch.write(
      "a.jsonl",
      """
      {"conversations":[{"from":"human","value":"Hi"},{"from":"gpt","value":"Hello"}],"system":"Be kind."}
      {"instruction":"Add.","context":"2 and 3","response":"5","system":""}
      """)
    let table = try scratch.write(
      "a.csv", "instruction,input,output\nAdd.,\"2, 3\",5\n\"Say\nhi\",,Hi\n")
    func read(_ path: String) throws -> [Instruction?] {
      try DatasetReader.rows(path: path, columns: columns).rows.map(\.instruction)
    }
    func user(_ text: String) -> ChatMessage { ChatMessage(role: "user", content: text) }
    #expect(
      try read(lines) == [
        Instruction(
          messages: [ChatMessage(role: "system", content: "Be kind."), user("Hi")],
          answer: "Hello"),
        Instruction(messages: [user("Add.\n\n2 and 3")], answer: "5"),
      ])
    #expect(
      try read(table) == [
        Instruction(messages: [user("Add.\n\n2, 3")], answer: "5"),
        Instruction(messages: [user("Say\nhi")], answer: "Hi"),
      ])
  }

  @Test(arguments: [
    (#"[{"role":"user","content":[{"type":"text","text":"a"}]}]"#, "turn 1: its content is a list"),
    (
      #"[{"role":"user","content":"a"},{"role":"tool","content":"b"}]"#,
      "turn 2: its role is 'tool'"
    ),
    (#"[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[]}]"#, "turn 2: it has no"),
    (#"[{"speaker":"user","content":"a"}]"#, "turn 1: it has no 'role'"),
    (#"[{"role":"assistant","content":"a"}]"#, "nothing stands before the assistant's turn"),
    (#"[{"role":"user","content":"a"}]"#, "the last turn of 'messages' is not the assistant's"),
    (#""a""#, "'messages' is no list of turns"),
    (#"null,"prompt":"a","output":null"#, "the answer is empty: 'output' is null"),
    (#"null,"prompt":[1],"output":"b""#, "'prompt' is a list"),
  ])
  func whatIsWrongWithATurnIsNamed(turns: String, words: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.jsonl", "\n{\"messages\":\(turns)}\n")
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.rows(path: path, columns: ColumnNames(areInstructions: true))
    }
    #expect(
      error?.description.contains("a.jsonl:2: \(words)") == true, "\(error?.description ?? "")")
  }

  @Test(
    "Records that are no instructions and have no labels are told which keys are wanted",
    arguments: [
      (#"{"question":"a b","answer":"c"}"#, "a.jsonl: no labels, and no instructions"),
      (#"{"prompt":"a","chosen":"b","rejected":"c"}"#, "; there are chosen, prompt, rejected"),
    ])
  func keysAreNamed(record: String, words: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.jsonl", record + "\n")
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.read(path: path, columns: ColumnNames(areInstructions: true))
    }
    let said = error?.description ?? ""
    #expect(said.contains(words), "\(said)")
    #expect(
      said.contains(
        "they have 'instruction' or 'prompt' with 'output' or 'response' or 'completion', or 'messages'"
      ))
    #expect(!said.contains("-column"))
  }

  @Test func theAnswerIsMarked() throws {
    let folder = Reference.root + "/Tests/TransformerTests/Reference/oracle/"
    for family in ["llama", "qwen2"] {
      let tokenizer = try TokenizerLoader.load(directory: folder + family + "/model").tokenizer
      let plain = try ChatTemplate(jinja: nil, path: family).written(question, answer: "It is 5.")
      let encoding = plain.encoded(by: tokenizer)
      let (tokens, prompt) = (encoding.tokens, encoding.prompt)
      let decoder = try #require(tokenizer as? any DecodingTokenizer)
      #expect(decoder.text(of: tokens[prompt...]).hasPrefix("It is 5."))
      #expect(decoder.text(of: tokens[..<prompt]).contains("What is 2 + 3?"))
      let start = tokenizer.encode("", pair: nil, maxLength: 8).tokens
      #expect(tokens.starts(with: start) && !tokens[prompt...].contains { start.contains($0) })
      // A template writes all that stands before a text itself.
      let own = try ChatTemplate(jinja: Self.chatML(), path: family).written(question, answer: "5")
      let framed = own.encoded(by: tokenizer)
      let whole = ChatText(own.prompt.text, isFramed: true).tokens(by: tokenizer)
      #expect(Array(framed.tokens[..<framed.prompt]) == whole)
    }
  }

  /// What is too long loses the front of its prompt behind the start token, then the end of its answer.
  @Test func whatIsTooLongIsCutFromThePromptsFront() {
    var whole = Encoding(
      tokens: [1, 10, 11, 12, 13, 20, 21, 22], tokenTypes: Array(repeating: 0, count: 8),
      texts: [1..<8])
    whole.prompt = 5
    for (length, tokens, prompt) in [
      (8, whole.tokens, 5), (6, [1, 12, 13, 20, 21, 22], 3), (4, [1, 20, 21, 22], 1),
      (3, [1, 20, 21], 1),
    ] {
      let cut = whole.cutInstruction(to: length)
      #expect(cut.tokens == tokens && cut.prompt == prompt)
      #expect(cut.tokenTypes.count == tokens.count && cut.texts == [1..<tokens.count])
    }
    whole.texts = [0..<8]
    #expect(whole.cutInstruction(to: 4).tokens == [13, 20, 21, 22])
  }

  @Test func labelledTextsBecomeInstructions() {
    let sample = Sample(text: "Who?", textPair: "He.", label: 1)
    let set = Dataset(name: "set", labelNames: ["no", "yes"], train: [sample], test: [])
    let asked = set.asked(LabelRequest("", labels: set.labelNames))
    #expect(
      asked.train.first?.instruction
        == Instruction(
          messages: [
            ChatMessage(role: "user", content: "Answer with one of: no, yes.\n\nWho?\n\nHe.")
          ], answer: "yes"))
    let own = set.asked(LabelRequest("True?", labels: set.labelNames))
    #expect(own.train.first?.instruction?.messages.last?.content == "True?\n\nWho?\n\nHe.")
  }

  /// Instructions are read from a list of objects too, held out from a file beside, with owners and labels by their keys;
  /// as labelled texts they are refused.
  @Test func setsOfInstructionsAreRead() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "train.json",
      """
      [{"prompt":"a","completion":"b","user":"u","kind":"x"},
       {"prompt":"c","completion":"d","user":"v","kind":"y"}]
      """)
    try scratch.write("test.json", #"{"instruction":"e","output":"f","kind":"x"}"#)
    var columns = ColumnNames(label: "kind", areInstructions: true)
    let set = try DatasetReader.read(
      DatasetFiles(DatasetRequest(path, columns: columns)), columns: columns)
    #expect(set.hasInstructions && set.labelNames == ["x", "y"])
    #expect(set.train.map(\.client) == ["u", "v"] && set.train.map(\.label) == [0, 1])
    #expect(set.test.map(\.instruction?.answer) == ["f"])
    columns = ColumnNames()
    #expect(
      throws: CorpusError.badFile(
        path: path,
        problem: "these are instructions, without labels: a language model learns them "
          + "(task.objective = completion)")
    ) {
      try DatasetReader.read(
        DatasetFiles(DatasetRequest(path, columns: columns)), columns: columns)
    }
  }
}
