import Plain
import Testing

@testable import Corpus

struct ScalarClassesTests {
  /// All 1,112,064 scalars against the ranges that Hugging Face `tokenizers` draws.
  @Test func everyScalarHasTheClassOfTheReference() throws {
    let ranges = try JSONValue.parse(FileBytes.read(Reference.folder + "/unicode-classes.json"))
    let rules: [(String, (Unicode.Scalar) -> Bool)] = [
      ("dropped", \.isDroppedByCleaning), ("chinese", \.isChinese),
      ("punctuation", \.isSplitPunctuation), ("letter", { $0.splitClass == .letter }),
      ("number", { $0.splitClass == .number }), ("space", { $0.splitClass == .space }),
      ("accent", \.isAccent),
    ]
    for (name, rule) in rules {
      var expected = Array(repeating: false, count: 0x110000)
      for range in try #require(ranges[name]?.elements) {
        let ends = try #require(range.elements).compactMap(\.int)
        for value in ends[0]...ends[1] { expected[value] = true }
      }
      var wrong: [String] = []
      for value in UInt32(0)..<0x110000 {
        guard let scalar = Unicode.Scalar(value) else { continue }
        if rule(scalar) != expected[Int(value)] { wrong.append(String(value, radix: 16)) }
      }
      #expect(wrong.isEmpty, "\(name)")
    }
  }
}
