import Testing
import Transformer

@testable import Sim

@Suite struct EmbeddedEncoderTests {
  @Test("The encoder in the program was trained with the vocabulary in the program")
  func vocabulary() throws {
    #expect(try EmbeddedEncoder.trainedVocabulary() == EmbeddedEncoder.vocabularyFingerprint)
  }

  @Test("Pre-training does not depend on the number of workers, and does on the seed")
  func reproducible() throws {
    func weights(workers: Int, seed: UInt64) throws -> [[Float]] {
      var pretraining = Pretraining(steps: 2, batch: 8, seed: seed)
      pretraining.workers = workers
      return try pretraining.run { _ in }.map(\.1)
    }
    let one = try weights(workers: 1, seed: 7)
    #expect(try weights(workers: 2, seed: 7) == one)
    #expect(try weights(workers: 1, seed: 8) != one)
  }
}
