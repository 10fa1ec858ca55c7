import Foundation
import Testing

@testable import Transformer

/// Rank-stabilised LoRA, patterns and DoRA against peft on the small models of every family: the adapters are read as peft
/// saved them.
///
/// `scripts/reference/make_lora_reference.py` makes the stored values.
struct LoRAReferenceTests {
  /// One adapter with what peft answers.
  struct Case: Sendable, CustomTestStringConvertible {
    struct Expected: Decodable {
      var logits: [Float]
      var traces: [Float]
    }

    let family: String
    let form: String

    var testDescription: String { "\(family) \(form)" }
    var directory: String { ReferenceFiles.path("lora/\(family)/\(form)") }

    static let all: [Case] = Architecture.all.flatMap { family in
      ["root", "dora"].map { Case(family: family.name, form: $0) }
        .filter { FileManager.default.fileExists(atPath: $0.directory) }
    }
    static let withGradients = all.filter {
      FileManager.default.fileExists(atPath: $0.directory + "/gradients.safetensors")
    }

    func expected() throws -> Expected {
      let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/expected.json"))
      return try JSONDecoder().decode(Expected.self, from: data)
    }

    /// The family's model, and the samples.
    var oracle: OracleCase { OracleCase(directory: ReferenceFiles.path("oracle/\(family)")) }

    /// The encoder with the adapter alone, and its parameters.
    func load() throws -> (adapter: LoRAAdapter, encoder: Encoder, parameters: [Float]) {
      let weights = try oracle.load().weights
      let adapter = try LoRAAdapter.load(directory: directory)
      let encoder = try Encoder(
        weights: weights, plan: TrainingPlan(modules: adapter.modules, head: .frozen),
        labels: weights.configuration.labels)
      var generator = FuzzGenerator(seed: 1)
      let start = encoder.initialParameters(using: &generator)
      return (adapter, encoder, try encoder.parameters(adapter: adapter, over: start))
    }
  }

  @Test func everyFamilyIsThere() {
    #expect(Set(Case.all.map(\.family)).count == 10 && Case.all.count == 20)
    #expect(Case.withGradients.count == 4)
  }

  @Test(arguments: Case.all)
  func logitsAndTraces(_ reference: Case) throws {
    let (adapter, encoder, parameters) = try reference.load()
    #expect(adapter.notes == [] && adapter.hasMagnitudes == (reference.form == "dora"))
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    let expected = try reference.expected()
    var (logits, traces): ([Float], [Float]) = ([], [])
    for batch in try reference.oracle.batches(of: 7) {
      session.gradient(
        batch, parameters: parameters, into: &gradient, fisher: FisherRequest())
      logits += session.logits
      traces += session.traces
      #expect(Array(session.traces) == Array(session.tracesLoRA))
    }
    #expect(logits.count == expected.logits.count && traces.count == expected.traces.count)
    #expect(Tiny.distance(logits, expected.logits) < 2e-5)
    for (trace, reference) in zip(traces, expected.traces) {
      #expect(abs(trace - reference) <= 0.005 * reference)
    }
  }

  @Test(arguments: Case.withGradients, [false, true])
  func everyGradient(_ reference: Case, _ withFisher: Bool) throws {
    let (_, encoder, parameters) = try reference.load()
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    let batch = try #require(try reference.oracle.batches(of: 1000).first)
    session.gradient(
      batch, parameters: parameters, into: &gradient, fisher: withFisher ? FisherRequest() : nil)
    let file = try SafetensorsFile(path: reference.directory + "/gradients.safetensors")
    #expect(file.names.count == encoder.layout.segments.count)
    for name in file.names {
      let own = AdapterKey.ofModule(AdapterKey.normalized(name))
      let segment = try #require(encoder.layout.segments.first { $0.name == own }, "\(own)")
      let expected = try file.floats(name)
      let error = zip(gradient[segment.range], expected).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let square = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(error <= 1e-6 * square, "\(own)")
    }
  }

  @Test(arguments: Case.all)
  func foldedAndWrittenItAnswersTheSame(_ reference: Case) throws {
    let (adapter, encoder, parameters) = try reference.load()
    let batch = try #require(try reference.oracle.batches(of: 6).first)
    let logits = Tiny.logits(encoder, parameters, batch)
    let merged = encoder.weights.replacing(try encoder.merged(parameters))
    let plain = try Encoder(
      weights: merged, plan: TrainingPlan(head: .frozen), labels: encoder.labels)
    #expect(Tiny.distance(Tiny.logits(plain, [], batch), logits) < 2e-5)
    let scratch = try ScratchDirectory()
    try adapter.write(directory: scratch.path, baseModel: "base")
    let read = try LoRAAdapter.load(directory: scratch.path)
    #expect(read.notes == [] && read.usual == adapter.usual)
    #expect(read.hasMagnitudes == adapter.hasMagnitudes)
    #expect(read.pairs.map(\.scale) == adapter.pairs.map(\.scale))
    #expect(read.tensors.mapValues(\.values) == adapter.tensors.mapValues(\.values))
  }
}
