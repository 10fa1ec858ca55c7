import Foundation
import Testing

@testable import Transformer

/// Triplets against peft's `AdaLoraModel` on the tiny BERT: logits, penalty and every gradient.
///
/// `scripts/reference/make_adalora_reference.py` makes the stored values.
struct AdaLoRAReferenceTests {
  private struct Stored: Decodable {
    var rank: Int
    var alpha: Float
    var weight: Float
    var logits: [Float]
    var loss: Double
    var penalty: Double
  }

  @Test func logitsPenaltyAndGradientsArePefts() throws {
    let oracle = OracleCase(directory: ReferenceFiles.path("oracle/bert"))
    let stored = try JSONDecoder().decode(
      Stored.self, from: Data(contentsOf: URL(filePath: oracle.directory + "/adalora.json")))
    let weights = try oracle.load().weights
    let encoder = try Encoder(
      weights: weights,
      plan: TrainingPlan(modules: [AdaptiveLoRA(rank: stored.rank, alpha: stored.alpha)]),
      labels: weights.configuration.labels)
    let file = try SafetensorsFile(path: oracle.directory + "/adalora.safetensors")
    func tensor(_ kind: String, _ name: String) throws -> [Float] {
      let found = file.names.first {
        $0.hasPrefix(kind) && AdapterKey.normalized(String($0.dropFirst(kind.count))) == name
      }
      return try file.floats(#require(found, "\(kind)\(name)"))
    }
    var parameters = [Float](repeating: 0, count: encoder.layout.count)
    for segment in encoder.layout.segments {
      parameters.replaceSubrange(segment.range, with: try tensor("value.", segment.name))
    }
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    let batch = try #require(try oracle.batches(of: 1000).first)
    session.gradient(batch, parameters: parameters, into: &gradient)
    let logits = Array(session.logits)
    #expect(logits.count == stored.logits.count)
    for (found, expected) in zip(logits, stored.logits) { #expect(abs(found - expected) < 1e-4) }
    let loss = session.losses.reduce(0.0) { $0 + Double($1) } / Double(batch.count)
    #expect(abs(loss - stored.loss) < 1e-5)
    let penalty = gradient.withUnsafeMutableBufferPointer { gradient in
      parameters.withUnsafeBufferPointer { parameters in
        guard let values = parameters.baseAddress, let target = gradient.baseAddress else {
          return Double.nan
        }
        return session.orthogonality(values, weight: stored.weight, addingTo: target)
      }
    }
    #expect(abs(penalty - stored.penalty) < 1e-4 * stored.penalty)
    for segment in encoder.layout.segments {
      let expected = try tensor("gradient.", segment.name)
      let error = zip(gradient[segment.range], expected).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let square = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(error <= 1e-6 * square, "\(segment.name)")
    }
  }
}
