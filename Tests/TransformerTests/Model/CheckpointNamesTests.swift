import Foundation
import Testing

@testable import Transformer

/// Checkpoints whose tensors have other names than usual, or stand in for each other.
struct CheckpointNamesTests {
  private static let roberta = Tiny.configuration(family: .roberta)

  /// The tiny model's tensors as a file, by names that `rename` chooses; nil leaves one out.
  private func load(
    _ configuration: EncoderConfiguration, metadata: [String: String] = [:],
    rename: (String) -> String?
  ) throws -> EncoderWeights {
    let weights = Tiny.weights(configuration)
    let tensors = weights.tensors.compactMap { tensor in
      rename(weights.key(tensor)).map { name in
        let shape = weights.shape(tensor)
        let values = UnsafeBufferPointer(
          start: weights.pointer(tensor), count: shape.reduce(1, *))
        return (name: name, shape: shape, values: Array(values))
      }
    }
    let scratch = try ScratchDirectory()
    let path = scratch.path + "/model.safetensors"
    try SafetensorsWriter.write(
      tensors: tensors, metadata: metadata, precision: .float32, to: path)
    return try EncoderWeights(
      file: SafetensorsFile(path: path), configuration: configuration, name: "small")
  }

  private let words = "roberta.embeddings.word_embeddings.weight"
  private let out = "lm_head.decoder.weight"

  /// `safetensors.torch.save_model` keeps one name of tied weights, and says so in the metadata.
  @Test(arguments: [true, false])
  func aliasesInTheMetadataAreFollowed(forward: Bool) throws {
    let kept = "something.else.weight"
    let weights = try load(
      Self.roberta, metadata: forward ? [words: kept] : [kept: words, "format": "pt"]
    ) { $0 == words ? kept : $0 }
    let whole = Tiny.weights(Self.roberta)
    withExtendedLifetime((weights, whole)) {
      let (found, expected) = (
        weights.pointer(.wordEmbeddings), whole.pointer(.wordEmbeddings)
      )
      #expect(found?[5] != nil && found?[5] == expected?[5])
    }
  }

  @Test func theMapOfGuessedWordsIsTheWordEmbedding() throws {
    let weights = try load(Self.roberta) { $0 == words ? out : $0 }
    #expect(weights.pointer(.wordEmbeddings) != nil)
  }

  @Test func anAliasOfNothingIsNoTensor() {
    let error = #expect(throws: ModelError.self) {
      try load(Self.roberta, metadata: [words: "nowhere"]) { $0 == words ? nil : $0 }
    }
    #expect(error?.description.contains("tensor \(words) is missing") == true)
  }

  @Test(arguments: ["module.", "model.", "encoder_q.", "0.auto_model."])
  func aStrangePrefixIsNamed(prefix: String) {
    let whole = #expect(throws: ModelError.self) {
      try load(Tiny.configuration()) { prefix + $0 }
    }
    #expect(whole?.description.contains("the prefix \(prefix) of tensor \(prefix)bert.") == true)
    let bare = #expect(throws: ModelError.self) {
      try load(Tiny.configuration()) { prefix + $0.replacing("bert.", with: "") }
    }
    #expect(bare?.description.contains("the prefix \(prefix) of tensor \(prefix)emb") == true)
  }

  @Test func weightsOfAnotherFamilyAreTold() {
    let error = #expect(throws: ModelError.self) {
      try load(Tiny.configuration()) { $0.replacing("bert.", with: "roberta.") }
    }
    #expect(error?.description.contains("the prefix roberta. of tensor") == true)
  }
}
