import ArgumentParser
import Corpus
import Export
import Host
import Metrics
import Plain
import Transformer

/// `fedtop predict`: logits for texts.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print tokens and logits of texts, a line each, or continue them.")

  @OptionGroup var question: QuestionOptions

  @Option(help: "A text; may be given several times.")
  var text: [String] = []

  @Option(help: "The second text of a pair, for a single --text.")
  var textPair: String?

  @Option(help: "Continue each --text by at most so many tokens, with a decoder.")
  var generate: Int?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "With --generate: each text as it is (text), as a turn in the model's chat template (turn), or as a run's "
        + "samples were (sample); the last for a run that trained instructions, else the first.",
      valueName: "form"))
  var form: Form?

  @Option(
    help:
      "With --generate: logits are divided by it before a word is drawn; 0 if not given: the likeliest."
  )
  var temperature: Double?

  @Option(
    help:
      "With --generate: words are drawn of the likeliest that have this share together; all if not given."
  )
  var topP: Double?

  @Option(help: "With --generate: seed of the draws; 0 if not given.")
  var seed: UInt64?

  /// How a text is put to a language model.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, turn, sample
  }

  private struct Continued: Encodable {
    let text: String
    let tokens: [Int32]
  }

  private struct Line: Encodable {
    let tokens: [Int32]
    let logits: [Float]
    let label: String
  }

  func validate() throws {
    if text.isEmpty == (question.data == nil) {
      throw ValidationError("give either --text or --data")
    }
    if let generate {
      guard generate > 0 else {
        throw ValidationError("--generate \(generate): must be at least 1")
      }
      guard !text.isEmpty, textPair == nil else {
        throw ValidationError("--generate goes with --text alone")
      }
    }
    if form != nil, generate == nil { throw ValidationError("--as goes with --generate") }
    let given: [(option: String, isGiven: Bool)] = [
      ("--temperature", temperature != nil), ("--top-p", topP != nil), ("--seed", seed != nil),
    ]
    if generate == nil, let option = given.first(where: \.isGiven)?.option {
      throw ValidationError("\(option) goes with --generate")
    }
    let isDrawn = (temperature ?? 0) > 0
    if !isDrawn, let option = given.dropFirst().first(where: \.isGiven)?.option {
      throw ValidationError("\(option) goes with a --temperature above 0: else nothing is drawn")
    }
    guard (temperature ?? 0) >= 0, (temperature ?? 0).isFinite, (topP ?? 1) > 0, (topP ?? 1) <= 1
    else {
      throw ValidationError("--temperature must be at least 0, and --top-p above 0 and at most 1")
    }
    if textPair != nil, text.count != 1 {
      throw ValidationError("--text-pair goes with exactly one --text")
    }
  }

  func run() throws {
    if let generate { return try continueTexts(by: generate) }
    let texts = try question.data.map {
      try DatasetReader.texts(path: $0, columns: question.columns)
    }
    question.tell(texts?.notes ?? [])
    let labels = texts.flatMap { texts in
      texts.areLabelled ? Result { () throws(CorpusError) in try texts.labelNames() } : nil
    }
    let model = try question.load(labels: try? labels?.get())
    let samples =
      try texts.map { try self.samples($0, labels, model) }
      ?? text.map {
        Sample(text: $0, textPair: textPair, label: 0)
      }
    let session = EncoderSession(encoder: model.encoder)
    var number = 0
    for (encodings, batch) in try question.batches(samples, model) {
      session.evaluate(batch, parameters: model.parameters)
      for (index, encoding) in encodings.enumerated() {
        let count = model.encoder.labels
        let logits = Array(session.logits[index * count..<(index + 1) * count])
        number += 1
        try question.check(logits, "answer", sample: number)
        report(
          Line(
            tokens: encoding.tokens, logits: logits, label: label(session.answer(index) ?? 0, model)
          ))
      }
    }
  }

  private func continueTexts(by words: Int) throws {
    let model = try question.load(objective: .nextToken(.completions))
    question.tell([model.generation.note].compactMap(\.self))
    let prompt = try prompt(model)
    let choice = WordChoice(temperature: Float(temperature ?? 0), share: Float(topP ?? 1))
    for text in text {
      let written = try model.continuation(
        of: try prompt(text), words: words, choice: choice, seed: seed ?? 0)
      if question.json {
        JSONLines.print(Continued(text: written.text, tokens: written.tokens))
      } else {
        for line in written.text.split(separator: "\n", omittingEmptySubsequences: false) {
          StandardOutput.write(String(line))
        }
      }
    }
  }

  private func prompt(_ model: LoadedModel) throws -> (String) throws -> ChatText {
    switch form ?? (model.trainedPrompt == nil ? .text : .sample) {
    case .text: return { ChatText($0) }
    case .turn:
      let turn = try model.turn.get()
      question.tell([turn.note].compactMap(\.self))
      return { try turn($0) }
    case .sample:
      guard let trained = model.trainedPrompt else {
        throw Failure("--as sample: it goes with a run that trained instructions", .usage)
      }
      question.tell(["each text is put as the run's samples were (--as text: as it is)"])
      return { try trained($0) }
    }
  }

  /// The samples of a file, whose labels must be the model's: others would make its answers look like theirs.
  private func samples(
    _ texts: DatasetReader.Texts, _ labels: Result<[String], CorpusError>?, _ model: LoadedModel
  ) throws -> [Sample] {
    // Scores stand where labels would: the data of a regression has them.
    guard let labels, !model.givesScores else { return texts.unlabelled }
    _ = try labels.get()
    return try question.labelled(texts, as: model)
  }

  private func label(_ index: Int, _ model: LoadedModel) -> String {
    model.labelNames.indices.contains(index) ? model.labelNames[index] : String(index)
  }

  private func report(_ line: Line) {
    if question.json {
      JSONLines.print(line)
    } else {
      let logits = line.logits.map { Units.fixed(Double($0), 4) }.joined(separator: " ")
      StandardOutput.write("\(line.label)  [\(logits)]  \(line.tokens.count) tokens")
    }
  }
}
