import Foundation
import Metrics
import Testing

@testable import Sim

/// Models of every kind train: checkpoints of tokens and of images, and packed files.
struct FamilyRunTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)

  /// The model of a reference.
  private static func model(_ name: String) -> String {
    tests + "TransformerTests/Reference/" + name
  }

  private static let images = tests + "CorpusTests/Reference/images/stored.npz"

  @Test(arguments: [
    "oracle/mpnet/model", "oracle/xlm-roberta/model", "oracle/modernbert/model",
    "oracle/llama/model", "oracle/qwen2/model", "gguf/llama-q4_0.gguf",
  ])
  func textsTrain(name: String) throws {
    let tape = try SmallRun.record {
      $0.model = Self.model(name)
      $0.method = "fedavg-lora"
      $0.rounds = 1
      $0.maxLength = 24
    }
    #expect(tape.clients.count > 0 && tape.clients.allSatisfy { ($0.trainLoss ?? 0) > 0 })
  }

  @Test func imagesTrainAndAreSeen() throws {
    let settings = SmallRun.settings {
      $0.model = Self.model("oracle/vit/model")
      $0.data = Self.images
      $0.method = "fedavg-lora"
      $0.clients = 2
      $0.cohort = 2
      $0.rounds = 1
      $0.partition = .iid
      $0.minimumSamples = 1
      $0.trainSamples = 0
      $0.testSamples = 0
    }
    let federation = try Federation(settings)
    let images = try TrainingTexts(settings, data: Self.images, test: nil)
    let picture = try #require(images.picture(0))
    #expect(picture.width == 4 && picture.height == 5 && ["0", "1", "2"].contains(picture.label))
    #expect(images.picture(federation.train.labels.count) == nil && images.picture(-1) == nil)
    let texts = SmallRun.settings { $0.trainSamples = 30 }
    #expect(try TrainingTexts(texts, data: texts.data, test: nil).picture(0) == nil)
    let tape = try SmallRun.record(federation)
    #expect(tape.clients.count == 2 && tape.clients.allSatisfy { ($0.trainLoss ?? 0) > 0 })
  }

  @Test func wordsAreNoImages() {
    #expect(throws: (any Error).self) {
      try Federation(SmallRun.settings { $0.model = Self.model("oracle/vit/model") })
    }
    #expect(throws: (any Error).self) {
      try Federation(SmallRun.settings { $0.data = Self.images })
    }
  }
}
