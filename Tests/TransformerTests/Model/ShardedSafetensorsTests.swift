import Foundation
import Testing

@testable import Transformer

/// A checkpoint in several files is the checkpoint in one.
struct ShardedSafetensorsTests {
  /// BERT's reference model, cut into two files.
  private func split(_ scratch: ScratchDirectory) throws -> SafetensorsFile {
    let folder = ReferenceFiles.path("oracle/bert/model")
    try FileManager.default.copyItem(
      atPath: folder + "/config.json", toPath: scratch.path + "/config.json")
    let whole = try SafetensorsFile(path: folder + "/model.safetensors")
    let middle = whole.names.count / 2
    var map: [String] = []
    for (part, names) in [whole.names[..<middle], whole.names[middle...]].enumerated() {
      let shard = "model-0000\(part + 1)-of-00002.safetensors"
      try SafetensorsWriter.write(
        tensors: try names.map { ($0, try #require(whole.shape(of: $0)), try whole.floats($0)) },
        metadata: [:], precision: .float32, to: scratch.path + "/" + shard)
      map += names.map { "\"\($0)\":\"\(shard)\"" }
    }
    try scratch.write(
      "{\"metadata\":{},\"weight_map\":{\(map.joined(separator: ","))}}",
      to: "model.safetensors.index.json")
    return whole
  }

  @Test func holdsTheSameValues() throws {
    let scratch = try ScratchDirectory()
    let whole = try split(scratch)
    let weights = try EncoderWeights.load(directory: scratch.path)
    let one = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/bert/model"))
    #expect(weights.tensors == one.tensors)
    #expect(weights.parameterCount == one.parameterCount)
    for tensor in one.tensors {
      let count = one.shape(tensor).reduce(1, *)
      let (left, right) = (weights.pointer(tensor), one.pointer(tensor))
      #expect(
        (0..<count).allSatisfy { left?[$0] == right?[$0] }, "\(one.key(tensor)) of \(whole.name)")
    }
  }

  @Test func aMissingFileIsNamed() throws {
    let scratch = try ScratchDirectory()
    _ = try split(scratch)
    let shard = scratch.path + "/model-00002-of-00002.safetensors"
    try FileManager.default.removeItem(atPath: shard)
    #expect(
      throws: ModelError.notFound(
        path: shard,
        remedy: "it is one of the 2 files of model.safetensors.index.json: fetch it too")
    ) { try EncoderWeights.load(directory: scratch.path) }
  }

  @Test func filesAreThoseOfTheIndex() throws {
    let scratch = try ScratchDirectory()
    _ = try split(scratch)
    try scratch.write("", to: "model-00003-of-00002.safetensors")
    #expect(
      try EncoderWeights.files(directory: scratch.path) == [
        ShardedSafetensors.indexName, "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
      ])
    try FileManager.default.removeItem(atPath: scratch.path + "/" + ShardedSafetensors.indexName)
    let error = #expect(throws: ModelError.self) {
      try EncoderWeights.load(directory: scratch.path)
    }
    #expect(
      error?.description.hasSuffix(
        "model-00001-of-00002.safetensors is there without model.safetensors.index.json: fetch that too"
      ) == true)
  }

  @Test func anIndexThatContradictsItsFilesIsRefused() throws {
    let scratch = try ScratchDirectory()
    let whole = try split(scratch)
    let (first, last) = (whole.names[0], whole.names[whole.names.count - 1])
    let path = scratch.path + "/" + ShardedSafetensors.indexName
    func problem() -> String {
      do {
        _ = try ShardedSafetensors(index: path)
        return "nothing"
      } catch { return "\(error)" }
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try scratch.write(
      text.replacing("\"\(first)\":\"model-00001", with: "\"\(first)\":\"model-00002"),
      to: ShardedSafetensors.indexName)
    #expect(
      problem().contains(
        "says that model-00002-of-00002.safetensors has tensor \(first), which it has not: it is in model-00001"
      ))
    try scratch.write(
      text.replacing("\"\(last)\":\"model-", with: "\"\(last)\":\"../model-"),
      to: ShardedSafetensors.indexName)
    #expect(problem().contains("names ../model-00002-of-00002.safetensors for tensor \(last)"))
    try scratch.write(text, to: ShardedSafetensors.indexName)
    try SafetensorsWriter.write(
      tensors: [(first, try #require(whole.shape(of: first)), try whole.floats(first))],
      metadata: [:], precision: .float32,
      to: scratch.path + "/model-00002-of-00002.safetensors")
    #expect(problem().contains("both have tensor \(first)"))
  }

  @Test(arguments: ["{}", "[", "{\"weight_map\":{\"a\":\"../b\"}}", "{\"weight_map\":{\"a\":1}}"])
  func aBrokenIndexIsRefused(text: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(text, to: "index.json")
    #expect(throws: ModelError.self) { try ShardedSafetensors(index: scratch.path + "/index.json") }
  }
}
