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
    abstract: "Print tokens and logits of texts, a line each.")

  @OptionGroup var question: QuestionOptions

  @Option(help: "A text; may be given several times.")
  var text: [String] = []

  @Option(help: "The second text of a pair, for a single --text.")
  var textPair: String?

  private struct Line: Encodable {
    let tokens: [Int32]
    let logits: [Float]
    let label: String
  }

  func validate() throws {
    if text.isEmpty == (question.data == nil) {
      throw ValidationError("give either --text or --data")
    }
    if textPair != nil, text.count != 1 {
      throw ValidationError("--text-pair goes with exactly one --text")
    }
  }

  func run() throws {
    let model = try question.load()
    let session = EncoderSession(encoder: model.encoder)
    for (encodings, batch) in try model.batches(try samples()) {
      session.evaluate(batch, parameters: model.parameters)
      for (index, encoding) in encodings.enumerated() {
        let count = model.encoder.labels
        let logits = Array(session.logits[index * count..<(index + 1) * count])
        report(
          Line(
            tokens: encoding.tokens, logits: logits, label: label(session.answer(index) ?? 0, model)
          ))
      }
    }
  }

  private func samples() throws -> [Sample] {
    guard let data = question.data else {
      return text.map { Sample(text: $0, textPair: textPair, label: 0) }
    }
    return try DatasetReader.samples(path: data, columns: question.columns, labelNames: nil)
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
