import Testing

@testable import Transformer

/// A padding token that stands in a text, as it does where somebody wrote `<pad>`.
struct PaddingInTextTests {
  private static let configuration = Tiny.configuration(family: .roberta)

  private func batch(_ tokens: [Int32]) -> PackedBatch {
    var batch = PackedBatch()
    batch.append(
      tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count), label: 0)
    return batch
  }

  private func logits(_ weights: EncoderWeights, _ tokens: [Int32]) throws -> [Float] {
    let encoder = try Encoder(weights: weights, plan: TrainingPlan(head: .frozen), labels: 3)
    let session = EncoderSession(encoder: encoder)
    session.evaluate(batch(tokens), parameters: Tiny.parameters(encoder))
    return Array(session.logits)
  }

  /// `create_position_ids_from_input_ids` of `transformers`, worked out by hand.
  @Test func positionsSkipIt() {
    let stem = Self.configuration.tokens
    var next = stem.firstPosition
    let found = [5, 1, 6, 1, 1, 7].map { stem.position(of: $0, next: &next) }
    #expect(found == [2, 1, 3, 1, 1, 4])
    let bert = Tiny.configuration().tokens
    next = bert.firstPosition
    #expect([5, 0, 6].map { bert.position(of: $0, next: &next) } == [0, 1, 2])
  }

  /// The same rows of the tables, by a text without padding on a model whose rows are in other places.
  @Test func logitsGoThroughItsOwnPosition() throws {
    let weights = Tiny.weights(Self.configuration)
    let moved = EncoderWeights(configuration: Self.configuration, name: "moved") { tensor, count in
      guard let pointer = weights.pointer(tensor) else { return nil }
      var values = Array(UnsafeBufferPointer(start: pointer, count: count))
      func copy(_ from: Int, _ to: Int) {
        let width = Self.configuration.hiddenSize
        for column in 0..<width { values[to * width + column] = pointer[from * width + column] }
      }
      if tensor == .wordEmbeddings { copy(1, 9) }
      if tensor == .positionEmbeddings {
        copy(1, 3)
        copy(3, 4)
      }
      return values
    }
    #expect(try logits(weights, [5, 1, 6]) == logits(moved, [5, 9, 6]))
    #expect(try logits(weights, [5, 1, 6]) != logits(weights, [5, 9, 6]))
  }

  /// PyTorch's embeddings never change the row of the padding token.
  @Test(arguments: [true, false])
  func itsRowsHaveNoGradient(perSample: Bool) throws {
    let plan = TrainingPlan(trainedTensors: [.wordEmbeddings, .positionEmbeddings], head: .frozen)
    let encoder = try Tiny.encoder(plan, Self.configuration)
    let parameters = Tiny.parameters(encoder)
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    session.gradient(
      batch([5, 1, 6]), parameters: parameters, into: &gradient,
      fisher: perSample ? FisherRequest() : nil)
    for segment in encoder.layout.segments {
      func isZero(_ row: Int) -> Bool {
        let start = segment.offset + row * segment.columns
        return gradient[start..<start + segment.columns].allSatisfy { $0 == 0 }
      }
      #expect(isZero(1))
      #expect(!isZero(segment.name.contains("word") ? 6 : 3))
    }
  }
}
