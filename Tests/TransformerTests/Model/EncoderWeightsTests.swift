import Foundation
import Testing

@testable import Transformer

struct EncoderWeightsTests {
  private typealias Tensor = (name: String, shape: [Int], values: [Float])

  private let small = EncoderWeightsTests.small(.bert)

  private static func small(
    _ family: Architecture, vocabularySize: Int = 7, embeddingSize: Int? = nil
  ) -> EncoderConfiguration {
    if family.keys.patches != nil {
      return EncoderConfiguration(
        family: family, image: PatchStem(side: 4, patch: 2, channels: 1), hiddenSize: 4, layers: 2,
        heads: 2, intermediateSize: 6, labels: 3)
    }
    return EncoderConfiguration(
      family: family, vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: 4,
      layers: 2, heads: 2, intermediateSize: 6, maxPositions: 5, labels: 3)
  }

  /// Tensors under keys that `rename` chooses; nil leaves one out.
  private func load(
    _ configuration: EncoderConfiguration, precision: SafetensorsWriter.Precision = .float32,
    rename: (BaseTensor, String) -> String?
  ) throws -> EncoderWeights {
    var count: Float = 0
    var tensors: [Tensor] = []
    for tensor in configuration.tensors {
      count += 1
      guard let key = rename(tensor.role, tensor.names[0]) else { continue }
      tensors.append(
        (name: key, shape: tensor.storedShape, values: Array(repeating: count, count: tensor.count))
      )
    }
    let data = try SafetensorsWriter.data(tensors: tensors, metadata: [:], precision: precision)
    let scratch = try ScratchDirectory()
    try data.write(to: URL(fileURLWithPath: scratch.path + "/m.safetensors"))
    let file = try SafetensorsFile(path: scratch.path + "/m.safetensors")
    return try EncoderWeights(file: file, configuration: configuration, name: "small")
  }

  @Test(arguments: [("bert", 5), ("roberta", 5), ("distilbert", 4), ("electra", 7)])
  func loadsAClassifierInPlace(_ family: String, _ stem: Int) throws {
    let weights = try EncoderWeights.load(
      directory: ReferenceFiles.path("oracle/\(family)/model"))
    let file = try SafetensorsFile(
      path: ReferenceFiles.path("oracle/\(family)/model/model.safetensors"))
    #expect(weights.hasHead && weights.name == "model")
    #expect(weights.tensors.count == stem + 3 * 16 + 4)
    #expect(file.names.count == weights.tensors.count)
    var count = 0
    for tensor in weights.tensors {
      let expected = try file.floats(weights.key(tensor))
      #expect(values(tensor, of: weights) == expected)
      count += expected.count
    }
    #expect(weights.parameterCount == count)
    #expect(weights.pointer(.maskOutBias) == nil)
  }

  /// Pointers are valid as long as the weights live, which optimised code may end early.
  private func values(_ tensor: BaseTensor, of weights: EncoderWeights) -> [Float]? {
    withExtendedLifetime(weights) {
      weights.pointer(tensor).map {
        Array(UnsafeBufferPointer(start: $0, count: weights.shape(tensor).reduce(1, *)))
      }
    }
  }

  @Test func loadsABareEncoderAndOldLayerNormNames() throws {
    let weights = try load(small) { tensor, key in
      if tensor.isOptional, tensor != .headDenseWeight, tensor != .headDenseBias { return nil }
      return key.replacingOccurrences(of: "bert.", with: "")
        .replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma")
        .replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
    }
    #expect(!weights.hasHead)
    #expect(weights.pointer(.headDenseBias) != nil && weights.pointer(.headOutWeight) == nil)
    #expect(values(.wordEmbeddings, of: weights)?[27] == 1)
    #expect(weights.key(.embeddingNormBias) == "bert.embeddings.LayerNorm.bias")
    #expect(weights.key(.headDenseWeight) == "bert.pooler.dense.weight")
  }

  @Test(arguments: Architecture.all)
  func loadsABareEncoderOfEveryFamily(_ family: Architecture) throws {
    let configuration = Self.small(family, embeddingSize: family == .electra ? 2 : nil)
    let weights = try load(configuration) { tensor, key in
      tensor.isOptional ? nil : key.replacingOccurrences(of: family.prefix + ".", with: "")
    }
    #expect(
      !weights.hasHead
        && weights.tensors == configuration.tensors.map(\.role).filter { !$0.isOptional })
  }

  @Test func embeddingsAreProjectedOnlyWhereTheyAreNarrower() {
    let narrow = Self.small(.electra, embeddingSize: 2)
    #expect(narrow.tensors.first { $0.role == .embeddingProjectionWeight }?.shape == [4, 2])
    #expect(!Self.small(.electra).tensors.contains { $0.role.part == .embeddingProjection })
  }

  @Test func convertsHalfPrecisionOnce() throws {
    let weights = try load(small, precision: .float16) { _, key in key }
    #expect(weights.hasHead)
    #expect(values(.maskOutBias, of: weights)?[6] == Float(small.tensors.count))
  }

  @Test func missingTensorsAndWrongShapesAreNamed() throws {
    let key = "bert.encoder.layer.1.intermediate.dense.weight"
    let missing = #expect(throws: ModelError.self) {
      try load(small) { _, name in name == key ? nil : name }
    }
    guard case .missingTensor(_, key) = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
    let wide = Self.small(.bert, vocabularySize: 8)
    let path = ReferenceFiles.path("oracle/bert/model/model.safetensors")
    let error = #expect(throws: ModelError.self) {
      try EncoderWeights(file: SafetensorsFile(path: path), configuration: wide, name: "")
    }
    #expect(
      error?.description.contains("bert.embeddings.word_embeddings.weight has shape [137, 48]")
        == true)
  }

  @Test func theHeadDecidesTheNumberOfLabels() throws {
    let path = ReferenceFiles.path("oracle/bert/model")
    var configuration = try EncoderConfiguration.load(directory: path)
    configuration.labels = 9
    let weights = try EncoderWeights(
      file: SafetensorsFile(path: path + "/model.safetensors"), configuration: configuration,
      name: "")
    #expect(weights.shape(.headOutWeight) == [3, 48] && weights.configuration.labels == 3)
  }

  @Test func missingWeightsSayWhatToDo() throws {
    let scratch = try ScratchDirectory()
    let configuration = small.json(architecture: "BertModel")
    try scratch.write(configuration, to: "config.json")
    let missing = #expect(throws: ModelError.self) {
      try EncoderWeights.load(directory: scratch.path)
    }
    #expect(missing?.isNotFound == true)
    try scratch.write("", to: "pytorch_model.bin")
    let pickled = #expect(throws: ModelError.self) {
      try EncoderWeights.load(directory: scratch.path)
    }
    #expect(pickled?.description.contains("convert it to safetensors") == true)
  }

  /// A family's reference model with changed tensors.
  private func changed(
    _ family: String, _ change: (String) -> [String], in scratch: ScratchDirectory
  ) throws -> EncoderWeights {
    let folder = ReferenceFiles.path("oracle/\(family)/model")
    let file = try SafetensorsFile(path: folder + "/model.safetensors")
    try FileManager.default.copyItem(
      atPath: folder + "/config.json", toPath: scratch.path + "/config.json")
    try SafetensorsWriter.write(
      tensors: try file.names.flatMap { name in
        try change(name).map { ($0, try #require(file.shape(of: name)), try file.floats(name)) }
      }, metadata: [:], precision: .float32, to: scratch.path + "/model.safetensors")
    return try EncoderWeights.load(directory: scratch.path)
  }

  @Test func tensorsOfLayersThatNobodyReadsAreTold() throws {
    let name = "model.layers.0.input_layernorm.weight"
    let added = "model.layers.0.self_attn.q_norm.weight"
    let scratch = try ScratchDirectory()
    let weights = try changed("llama", { $0 == name ? [name, added] : [$0] }, in: scratch)
    #expect(
      weights.notes.count == 1
        && weights.notes[0].contains("1 tensor is not read, such as \(added)"))
    #expect(
      try EncoderWeights.load(directory: ReferenceFiles.path("oracle/llama/model")).notes == [])
  }

  @Test(arguments: [
    ("weight", "base_layer.weight", "a model saved with an adapter in it"),
    ("q_proj.weight", "q_proj.qweight", "the form that GPTQ and AWQ give weights is not supported"),
  ])
  func otherFormsOfWeightsAreNamed(_ end: String, _ other: String, _ words: String) throws {
    let scratch = try ScratchDirectory()
    let error = #expect(throws: ModelError.self) {
      try changed(
        "llama", { $0.hasSuffix("q_proj.weight") ? [$0.dropLast(end.count) + other] : [$0] },
        in: scratch)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  /// A decoder without `lm_head` speaks through its embeddings where the two are tied, and else not at all.
  @Test func onlyTiedEmbeddingsAreAMapToWords() throws {
    let tied = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/llama-lm/model"))
    #expect(tied.hasWordMap && tied.configuration.tiesWords)
    let bare = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/llama/model"))
    #expect(!bare.hasWordMap)
    let scratch = try ScratchDirectory()
    try tied.write(directory: scratch.path, overriding: [:])
    #expect(try EncoderWeights.load(directory: scratch.path).configuration == tied.configuration)
    let map = [Float](repeating: 0.5, count: tied.shape(.wordOutWeight).reduce(1, *))
    try tied.write(directory: scratch.path, overriding: [.wordOutWeight: map])
    let untied = try EncoderWeights.load(directory: scratch.path)
    #expect(untied.hasWordMap && !untied.configuration.tiesWords)
  }

  @Test func writtenDirectoryLoadsWithOverriddenTensors() throws {
    let scratch = try ScratchDirectory()
    var generator = FuzzGenerator(seed: 1)
    let weights = EncoderWeights.random(
      configuration: small, name: "random", scale: 0.5, using: &generator)
    let bias: [Float] = [1, 2, 3, 4]
    let head = [Float](repeating: 0.25, count: 16)
    try weights.write(
      directory: scratch.path + "/deep/model",
      overriding: [
        .layer(1, .queryBias): bias, .headOutWeight: head, .headOutBias: bias,
      ], labelNames: ["a", "b", "c", "d"])
    let read = try EncoderWeights.load(directory: scratch.path + "/deep/model")
    #expect(read.configuration.labels == 4 && read.configuration.labelNames[3] == "d")
    for tensor in read.tensors {
      let values = self.values(tensor, of: read)
      switch tensor {
      case .layer(1, .queryBias), .headOutBias: #expect(values == bias)
      case .headOutWeight: #expect(values == head)
      default: #expect(values == self.values(tensor, of: weights), "\(tensor)")
      }
    }
    #expect(read.tensors.count == weights.tensors.count)
    #expect(throws: ModelError.self) {
      try weights.write(directory: scratch.path, overriding: [.headDenseBias: [1]])
    }
  }

  @Test func randomWeightsHaveTheStatedSpread() throws {
    var generator = FuzzGenerator(seed: 2)
    let configuration = Self.small(.bert, vocabularySize: 5001)
    let weights = EncoderWeights.random(
      configuration: configuration, name: "", scale: 0.1, using: &generator)
    let count = 5001 * 4
    let values = try #require(self.values(.wordEmbeddings, of: weights))
    let mean = values.reduce(0) { $0 + Double($1) } / Double(count)
    let square = values.reduce(0) { $0 + Double($1) * Double($1) } / Double(count)
    #expect(abs(mean) < 0.003 && abs(square.squareRoot() - 0.1) < 0.003)
    let norm = try #require(self.values(.embeddingNormWeight, of: weights))
    #expect(norm.allSatisfy { abs($0 - 1) < 0.6 })
  }

  @Test func damagedCheckpointsNeverTrap() throws {
    var generator = FuzzGenerator(seed: 3)
    let weights = EncoderWeights.random(
      configuration: small, name: "", scale: 1, using: &generator)
    let scratch = try ScratchDirectory()
    try weights.write(directory: scratch.path, overriding: [:])
    let whole = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/model.safetensors")))
    let header = Int(whole[0]) + Int(whole[1]) << 8 + 8
    var refused = 0
    for _ in 0..<1000 {
      let damaged = generator.damage(Array(whole.prefix(header))) + whole.dropFirst(header)
      damaged.withUnsafeBytes { raw in
        do throws(ModelError) {
          let file = try SafetensorsFile(bytes: raw, name: "m", keepAlive: nil)
          let read = try EncoderWeights(file: file, configuration: small, name: "")
          #expect(read.pointer(.wordEmbeddings) != nil)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 500)
  }
}
