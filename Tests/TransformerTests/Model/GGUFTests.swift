import Foundation
import Plain
import Testing

@testable import Transformer

/// GGUF files: values exactly those of the reference (`scripts/reference`), and broken ones refused in a line.
struct GGUFTests {
  private static func path(_ name: String) -> String { ReferenceFiles.path("gguf/" + name) }

  private func fingerprint(_ values: [Float]) -> String {
    var hash = SHA256()
    values.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  @Test(arguments: ["f16", "q8_0", "q4_0", "q4_1"])
  func expandsValuesExactly(kind: String) throws {
    let name = "llama-\(kind).gguf"
    let file = try GGUFFile(path: Self.path(name))
    let expected = try JSONValue.parse(Array(ReferenceFiles.data("gguf/expected.json")))
    let tensors = try #require(expected["tensors"]?[name]?.members)
    #expect(file.names == tensors.keys.map(\.text).sorted())
    for (key, tensor) in tensors {
      #expect(file.type(of: key.text) == tensor["type"]?.text)
      #expect(file.shape(of: key.text) == tensor["shape"]?.elements?.compactMap(\.int))
      #expect(fingerprint(try file.floats(key.text)) == tensor["sha256"]?.text, "\(key.text)")
    }
  }

  @Test func expandsKQuantsExactly() throws {
    let file = try GGUFFile(path: Self.path("kquants.gguf"))
    let expected = try JSONValue.parse(Array(ReferenceFiles.data("gguf/kquants.json")))
    for name in ["Q4_K", "Q6_K"] {
      #expect(file.shape(of: name) == [3, 512])
      #expect(fingerprint(try file.floats(name)) == expected[name]?.text)
    }
  }

  @Test func someRowsAreThoseOfAll() throws {
    let file = try GGUFFile(path: Self.path("llama-q4_1.gguf"))
    let all = try file.floats("blk.0.ffn_up.weight")
    let packed = try file.packed("blk.0.ffn_up.weight")
    var rows = [Float](repeating: 0, count: 5 * packed.columns)
    rows.withUnsafeMutableBufferPointer { target in
      if let start = target.baseAddress { packed.expand(from: 7, rows: 5, to: start) }
    }
    #expect(rows == Array(all[7 * packed.columns..<12 * packed.columns]))
  }

  @Test func metadataSaysWhatItHolds() throws {
    let metadata = try GGUFFile(path: Self.path("llama-q8_0.gguf")).metadata
    #expect(metadata["general.architecture"]?.text == "llama")
    #expect(metadata["llama.block_count"]?.integer == 2)
    #expect(metadata["llama.rope.freq_base"]?.number == 100_000)
    #expect(metadata["tokenizer.ggml.tokens"]?.texts?.count == 300)
  }

  @Test func aTypeThatIsNotKnownIsNamed() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path + "/q5.gguf"
    var bytes = Array(try ReferenceFiles.data("gguf/kquants.gguf"))
    let name = Array("Q4_K".utf8)
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    #expect(bytes[at + 24] == 12)
    bytes[at + 24] = 13
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(
      throws: ModelError.unsupported(
        file: path, feature: "type Q5_K of tensor Q4_K",
        remedy: "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K and Q6_K are: quantise the model anew")
    ) { try GGUFFile(path: path).floats("Q4_K") }
  }

  /// Every length and every byte of the header is tried; each is read or refused, and nothing traps.
  @Test func brokenHeadersAreRefused() throws {
    let bytes = Array(try ReferenceFiles.data("gguf/kquants.gguf"))
    for length in 0..<bytes.count where length < 256 {
      let cut = Array(bytes.prefix(length))
      #expect(throws: GGUFProblem.self) { try cut.withUnsafeBytes { try GGUFHeader($0) } }
    }
    for place in 0..<256 {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var bent = bytes
        bent[place] = value
        _ = try? bent.withUnsafeBytes { try GGUFHeader($0) }
      }
    }
  }

  @Test func theHeaderSaysWhatIsWrong() throws {
    func problem(_ bytes: [UInt8]) -> String? {
      do {
        _ = try bytes.withUnsafeBytes { try GGUFHeader($0) }
        return nil
      } catch { return (error as? GGUFProblem)?.text }
    }
    let start = Array("GGUF".utf8)
    let rest = [UInt8](repeating: 0, count: 16)
    #expect(problem(Array("{}".utf8)) == "does not begin with GGUF")
    #expect(problem(start + [1, 0, 0, 0] + rest) == "is of GGUF version 1")
    #expect(
      problem(start + [0, 0, 0, 3] + rest)
        == "is in big-endian order")
    #expect(
      problem(start + [3, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16))
        == "claims 18446744073709551615 tensors, more than the file has room for")
  }
}
