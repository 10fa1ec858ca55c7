import Foundation
import Testing

@testable import Transformer

/// What the metadata of a GGUF file must say of a decoder.
struct GGUFMetadataTests {
  /// A value with the number of its type in front.
  private enum Value {
    case size(Int)
    case text(String)
    case number(Float)
    case sizes([Int])
  }

  private static let llama: [String: Value] = [
    "general.architecture": .text("llama"), "llama.block_count": .size(2),
    "llama.context_length": .size(64), "llama.embedding_length": .size(48),
    "llama.feed_forward_length": .size(96), "llama.attention.head_count": .size(4),
    "llama.attention.layer_norm_rms_epsilon": .number(1e-5),
  ]

  /// A file with these pairs, and word embeddings that are never read.
  private func file(_ pairs: [String: Value], in scratch: ScratchDirectory) throws -> GGUFFile {
    var bytes = Array("GGUF".utf8)
    func put(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    func put(_ text: String) {
      put(UInt64(text.utf8.count))
      bytes += Array(text.utf8)
    }
    put(UInt32(3))
    put(UInt64(1))
    put(UInt64(pairs.count))
    for (key, value) in pairs {
      put(key)
      switch value {
      case .size(let size):
        put(UInt32(4))
        put(UInt32(size))
      case .text(let text):
        put(UInt32(8))
        put(text)
      case .number(let number):
        put(UInt32(6))
        put(number.bitPattern)
      case .sizes(let sizes):
        put(UInt32(9))
        put(UInt32(4))
        put(UInt64(sizes.count))
        for size in sizes { put(UInt32(size)) }
      }
    }
    put("token_embd.weight")
    put(UInt32(2))
    put(UInt64(48))
    put(UInt64(10))
    put(UInt32(0))
    put(UInt64(0))
    bytes += [UInt8](repeating: 0, count: 64)
    let path = scratch.path + "/m.gguf"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try GGUFFile(path: path)
  }

  @Test func sizesAreThoseOfTheFile() throws {
    let pairs = Self.llama.merging([
      "llama.attention.head_count_kv": .sizes([2, 2]), "llama.rope.freq_base": .number(500_000),
    ]) { $1 }
    let scratch = try ScratchDirectory()
    let read = try EncoderConfiguration(gguf: try file(pairs, in: scratch))
    var expected = EncoderConfiguration(
      family: .llama, vocabularySize: 10, hiddenSize: 48, layers: 2, heads: 4, intermediateSize: 96,
      maxPositions: 64, layerNormEpsilon: 1e-5, activation: .silu)
    expected.block.sharedHeads = 2
    expected.reaches = Array(
      repeating: AttentionReach(after: 0, rotary: Rotary(base: 500_000)), count: 2)
    #expect(read == expected)
    let window = pairs.merging(["llama.attention.sliding_window": .size(8)]) { $1 }
    let mistral = try EncoderConfiguration(gguf: try file(window, in: scratch))
    #expect(mistral.family == .mistral && mistral.reach(of: 1).before == 7)
  }

  private static let wrong: [(key: String, value: Value?, words: String)] = [
    ("general.architecture", nil, "has no general.architecture"),
    ("general.architecture", .text("gemma2"), "architecture \"gemma2\" is not supported"),
    ("general.type", .text("adapter"), "a file of type \"adapter\" is not supported"),
    ("split.count", .size(3), "one of the 3 files of a model is not supported"),
    ("llama.expert_count", .size(8), "a mixture of 8 experts is not supported"),
    ("llama.rope.scaling.type", .text("yarn"), "angles scaled as \"yarn\" is not supported"),
    ("llama.rope.scaling.factor", .number(4), "angles scaled as \"linear\" is not supported"),
    ("llama.rope.scale_linear", .number(4), "angles scaled as \"linear\" is not supported"),
    ("llama.rope.dimension_count", .size(6), "rope.dimension_count 6 with heads of width 12"),
    ("llama.attention.value_length", .size(6), "value_length 6 with heads of width 12"),
    ("llama.block_count", nil, "llama.block_count is missing"),
    ("llama.context_length", nil, "llama.context_length is missing"),
    ("llama.attention.layer_norm_rms_epsilon", nil, "layer_norm_rms_epsilon is missing"),
    ("llama.attention.head_count", .sizes([4, 2]), "head_count is not one whole number"),
    ("llama.attention.head_count", .size(16), "makes heads of odd width"),
    ("llama.attention.head_count_kv", .size(3), "head_count_kv 3 does not divide 4 heads"),
    ("llama.feed_forward_length", .text("wide"), "feed_forward_length is not one whole number"),
  ]

  @Test func saysWhatIsWrong() throws {
    for (key, value, words) in Self.wrong {
      var pairs = Self.llama
      pairs[key] = value
      let scratch = try ScratchDirectory()
      let file = try file(pairs, in: scratch)
      let error = #expect(throws: ModelError.self, "\(words)") {
        try EncoderConfiguration(gguf: file)
      }
      #expect(error?.description.hasPrefix(file.name + ": ") == true)
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
