import Foundation
import Testing

@testable import Transformer

struct CheckpointHeadTests {
  private static func small(_ family: Architecture) -> EncoderConfiguration {
    EncoderConfiguration(
      family: family, vocabularySize: 7, hiddenSize: 4, layers: 1, heads: 2, intermediateSize: 6,
      maxPositions: 5, labels: 3, labelNames: ["a", "b", "c"])
  }

  /// A checkpoint with the tensors whose names `keeps` lets through, as a `config.json` declares it.
  private func load(
    _ family: Architecture, declared: String = "{}", value: (String) -> Float = { _ in 0.5 },
    keeps: (String) -> Bool = { _ in true }
  ) throws -> EncoderWeights {
    let configuration = Self.small(family)
    let tensors = configuration.tensors.filter { keeps($0.names[0]) }.map {
      (
        name: $0.names[0], shape: $0.storedShape,
        values: Array(repeating: value($0.names[0]), count: $0.count)
      )
    }
    let data = try SafetensorsWriter.data(tensors: tensors, metadata: [:], precision: .float32)
    let scratch = try ScratchDirectory()
    try data.write(to: URL(fileURLWithPath: scratch.path + "/m.safetensors"))
    try scratch.write(declared, to: "config.json")
    return try EncoderWeights(
      file: SafetensorsFile(path: scratch.path + "/m.safetensors"), configuration: configuration,
      declared: try HeadDeclaration.load(directory: scratch.path), name: "m")
  }

  private func declared(_ name: String) -> String { "{\"architectures\": [\"\(name)\"]}" }

  @Test(arguments: [
    ("BertForTokenClassification", true), ("BertForQuestionAnswering", true),
    ("XLMRobertaForMultipleChoice", true), ("BertForNextSentencePrediction", true),
    ("BertForSequenceClassification", false), ("BertForMaskedLM", false), ("BertModel", false),
    ("BertForPreTraining", false), ("BertForSequenceClassificationMeanPooled", false),
  ])
  func aClassOfAnotherTaskIsKnownByItsName(_ name: String, _ isOther: Bool) throws {
    let weights = try load(.bert, declared: declared(name))
    #expect((weights.head == .foreign(className: name)) == isOther)
    #expect(weights.notes.contains { $0.contains(name) } == isOther)
    // What is left is an encoder whose labels are nobody's names.
    #expect((weights.pointer(.headOutWeight) == nil) == isOther)
    #expect(weights.pointer(.headDenseWeight) != nil, "BERT's pooler is the encoder's")
    #expect(
      weights.configuration.labelNames == (isOther ? ["LABEL_0", "LABEL_1"] : ["a", "b", "c"]))
  }

  @Test(arguments: Architecture.all.filter { $0.paths[.headDense] != nil })
  func aHeadIsWholeOrNotUsed(_ family: Architecture) throws {
    let dense = BaseTensor.headDenseWeight.key(in: family)
    #expect(try load(family).head == .classes)
    let half = try load(family, keeps: { $0 != dense })
    #expect(half.head == .incomplete(missing: [dense]))
    let pooling: Pooling = family.saysPooling ? .first : .mean
    #expect(!half.hasHead && half.pooling == pooling && half.pointer(.headOutWeight) == nil)
    #expect(half.notes.first?.contains(dense) == true)
    let head = family.paths.filter { family.trainedHead.contains($0.key) }.values
    let none = try load(
      family, keeps: { name in !head.contains { name.hasPrefix($0 + ".") } })
    #expect(none.head == .none && none.notes.isEmpty)
  }

  @Test func aHeadOnTheMeanNeedsNoDenseMap() throws {
    let module = "{\"auto_map\": {\"AutoModelForSequenceClassification\": \"m.BertMeanPooled\"}}"
    for text in [module, declared("BertForSequenceClassificationMeanPooled")] {
      let weights = try load(.bert, declared: text, keeps: { !$0.contains("pooler") })
      #expect(weights.head == .classes && weights.pooling == .mean)
    }
    #expect(try load(.bert).pooling == .first)
  }

  @Test(arguments: [
    ("regression", CheckpointHead.scores), ("multi_label_classification", .manyClasses),
    ("single_label_classification", .classes), ("something", .classes),
  ])
  func theKindOfProblemIsRead(_ name: String, _ head: CheckpointHead) throws {
    let weights = try load(.bert, declared: "{\"problem_type\": \"\(name)\"}")
    #expect(weights.head == head && weights.notes.isEmpty == (head == .classes))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func aTensorThatIsNoNumberIsNamed(_ value: Float) {
    let name = "bert.encoder.layer.0.output.dense.bias"
    let error = #expect(throws: ModelError.self) {
      try load(.bert, value: { $0 == name ? value : 1 })
    }
    #expect(error?.description.contains(name) == true)
    #expect(error?.description.contains(value.isNaN ? "NaN" : "infinity") == true)
  }

  @Test func noFileIsWrittenThatHoldsNoNumbers() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path + "/m.safetensors"
    let error = #expect(throws: ModelError.self) {
      try SafetensorsWriter.write(
        tensors: [(name: "w", shape: [2], values: [1, .nan])], metadata: [:],
        precision: .float32, to: path)
    }
    #expect(error?.description.contains("tensor w holds NaN") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
