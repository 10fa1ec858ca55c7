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

  @Test func templatesAreRecognised() throws {
    let template = try ChatTemplate(jinja: Self.smolLM, path: "model")
    #expect(
      template.prompt(question)
        == "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
        + "<|im_end|>\n<|im_start|>user\nWhat is 2 + 3?<|im_end|>\n<|im_start|>assistant\n")
    let bare =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] "
      + "+ '<|im_end|>' + '\n'}}{% endfor %}"
    #expect(try ChatTemplate(jinja: bare, path: "model") == .chatML(system: nil))
    #expect(try ChatTemplate(jinja: nil, path: "model") == .plain)
    #expect(
      try ChatTemplate(
        jinja: "{{ '<|start_header_id|>' + role + '<|end_header_id|>' }}{{ '<|eot_id|>' }}",
        path: "model"
      ).prompt(question)
        == "<|start_header_id|>user<|end_header_id|>\n\nWhat is 2 + 3?<|eot_id|>"
        + "<|start_header_id|>assistant<|end_header_id|>\n\n")
  }

  @Test func aTemplateThatIsNotKnownIsRefused() {
    #expect(
      throws: CorpusError.badTokenizer(
        path: "model",
        problem: "its chat template is not known: ChatML, Llama 3's and [INST] are")
    ) { try ChatTemplate(jinja: "{{ '<start_of_turn>' }}", path: "model") }
  }

  @Test func recordsOfBothKindsAreRead() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "train.jsonl",
      """
      {"instruction":"Add.","input":"2 and 3","output":"5"}

      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
      """)
    let instructions = try InstructionReader.read(path)
    #expect(
      instructions == [
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
    ) { try InstructionReader.read(scratch.path + "/bad.jsonl") }
  }

  @Test func theAnswerIsMarked() throws {
    let folder = Reference.root + "/Tests/TransformerTests/Reference/oracle/"
    for family in ["llama", "qwen2"] {
      let tokenizer = try TokenizerLoader.load(directory: folder + family + "/model").tokenizer
      let instruction = Instruction(messages: question, answer: "It is 5.")
      let (tokens, prompt) = instruction.encoded(by: tokenizer, .chatML(system: nil))
      let decoder = try #require(tokenizer as? any DecodingTokenizer)
      #expect(decoder.text(of: tokens[prompt...]).hasPrefix("It is 5."))
      #expect(decoder.text(of: tokens[..<prompt]).contains("What is 2 + 3?"))
      let start = tokenizer.encode("", pair: nil, maxLength: 8).tokens
      #expect(tokens.starts(with: start) && !tokens[prompt...].contains { start.contains($0) })
      #expect(instruction.encoded(by: tokenizer, .plain, maxLength: 5).tokens.count == 5)
    }
  }
}
