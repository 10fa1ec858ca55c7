import ArgumentParser
import Corpus
import Host
import Metrics
import Plain
import Transformer

/// `fedtop fisher`: per-sample Fisher traces.
struct Fisher: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print each sample's loss and Fisher trace: how hard it is.")

  @OptionGroup var question: QuestionOptions

  private struct Line: Encodable {
    let loss: Float
    let trace: Float
    let traceLoRA: Float
    let tokens: [Int32]

    enum CodingKeys: String, CodingKey {
      case loss, trace, tokens
      case traceLoRA = "trace_lora"
    }
  }

  func validate() throws {
    if question.data == nil { throw ValidationError("give --data") }
  }

  func run() throws {
    let texts = try DatasetReader.texts(
      path: question.data ?? "", columns: question.columns)
    question.tell(texts.notes)
    let model = try question.load(labels: try texts.labelNames())
    guard !model.givesScores else {
      throw Failure(
        "\(excerpt(question.model ?? "", limit: 200)): a regression head, which gives scores: loss and Fisher "
          + "trace are those of a classifier; use a model with one", .data)
    }
    let samples = try texts.samples(labels: model.labelNames)
    let session = EncoderSession(encoder: model.encoder)
    var number = 0
    var gradient = [Float](repeating: 0, count: model.encoder.layout.count)
    for (encodings, batch) in try model.batches(samples) {
      session.gradient(
        batch, parameters: model.parameters, into: &gradient, fisher: FisherRequest())
      for (index, encoding) in encodings.enumerated() {
        number += 1
        try question.check(
          [session.losses[index], session.traces[index], session.tracesLoRA[index]],
          "loss or Fisher trace", sample: number)
        report(
          Line(
            loss: session.losses[index], trace: session.traces[index],
            traceLoRA: session.tracesLoRA[index], tokens: encoding.tokens))
      }
    }
  }

  private func report(_ line: Line) {
    if question.json {
      JSONLines.print(line)
    } else {
      StandardOutput.write(
        "loss \(Units.significant(Double(line.loss)))  trace \(Units.significant(Double(line.trace)))"
          + "  lora \(Units.significant(Double(line.traceLoRA)))")
    }
  }
}
