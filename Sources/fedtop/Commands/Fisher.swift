import ArgumentParser
import Corpus
import Export
import Host
import Metrics
import Plain
import Transformer

/// `fedtop fisher`: per-sample Fisher traces.
struct Fisher: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print each sample's loss and Fisher trace: how hard it is.")

  @OptionGroup var question: QuestionOptions

  @Flag(
    help: "Also each sample's gradient by itself: its squared norm, which the trace must equal.")
  var exact = false

  private struct Line: Encodable {
    let loss: Float
    let trace: Float
    let traceLoRA: Float
    let exact: Double?
    let tokens: [Int32]

    enum CodingKeys: String, CodingKey {
      case loss, trace, tokens, exact
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
    let samples = try question.labelled(texts, as: model)
    let session = EncoderSession(encoder: model.encoder)
    var check = ExactTraces()
    var number = 0
    var gradient = [Float](repeating: 0, count: model.encoder.layout.count)
    for (encodings, batch) in try question.batches(samples, model) {
      let start = ContinuousClock.now
      session.gradient(
        batch, parameters: model.parameters, into: &gradient, fisher: FisherRequest())
      check.fast += start.duration(to: .now) / .seconds(1)
      let norms = exact ? try check.norms(samples[number..<number + encodings.count], model) : []
      for (index, encoding) in encodings.enumerated() {
        number += 1
        try question.check(
          [session.losses[index], session.traces[index], session.tracesLoRA[index]],
          "loss or Fisher trace", sample: number)
        report(
          Line(
            loss: session.losses[index], trace: session.traces[index],
            traceLoRA: session.tracesLoRA[index], exact: exact ? norms[index] : nil,
            tokens: encoding.tokens))
        if exact { check.compare(session.traces[index], norms[index]) }
      }
    }
    if exact, !question.json { StandardOutput.write(check.summary) }
  }

  private func report(_ line: Line) {
    if question.json {
      JSONLines.print(line)
    } else {
      StandardOutput.write(
        "loss \(Units.significant(Double(line.loss)))  trace \(Units.significant(Double(line.trace)))"
          + "  lora \(Units.significant(Double(line.traceLoRA)))"
          + (line.exact.map { "  exact \(Units.significant($0))" } ?? ""))
    }
  }
}

/// Traces beside the squared norms of gradients that are made one sample at a time.
private struct ExactTraces {
  /// Seconds of the passes over batches.
  var fast = 0.0
  private var slow = 0.0
  private var count = 0
  private var largest = 0.0

  /// The squared norm of each sample's own gradient, summed in double precision.
  mutating func norms(_ samples: ArraySlice<Sample>, _ model: LoadedModel) throws -> [Double] {
    let start = ContinuousClock.now
    defer { slow += start.duration(to: .now) / .seconds(1) }
    let session = EncoderSession(encoder: model.encoder)
    var gradient = [Float](repeating: 0, count: model.encoder.layout.count)
    return try model.batches(Array(samples), size: 1).map { _, batch in
      session.gradient(batch, parameters: model.parameters, into: &gradient)
      return gradient.reduce(0) { $0 + Double($1) * Double($1) }
    }
  }

  /// Takes in how far a trace is from the norm.
  mutating func compare(_ trace: Float, _ exact: Double) {
    count += 1
    let difference = abs(Double(trace) - exact) / max(exact, .leastNormalMagnitude)
    // A number that is none stays one.
    if !(difference <= largest) { largest = difference }
  }

  /// What came of it, in a line.
  var summary: String {
    "\(Units.count(Double(count))) samples: traces and squared norms differ by at most \(Units.significant(largest)) of their "
      + "size; \(Units.duration(seconds: fast)) in batches, \(Units.duration(seconds: slow)) one by one"
  }
}
