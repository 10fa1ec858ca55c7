import Plain
import Testing

@testable import Corpus

/// Unicode's forms against Hugging Face `tokenizers`; scripts/reference/make_tokenizer_reference.py writes the reference.
struct NormalFormTests {
  private static let forms: [NormalForm] = [.nfc, .nfd, .nfkc, .nfkd]
  private static let scalars = (UInt32(0)..<0x110000).compactMap(Unicode.Scalar.init).map {
    String($0)
  }

  private func reference() throws -> JSONValue {
    try JSONValue.parse(FileBytes.read(Reference.folder + "/normal-forms.json"))
  }

  private func digest(_ form: NormalForm, _ lines: [String]) -> String {
    var digest = SHA256()
    form(Array(lines.joined(separator: "\n").utf8)).withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }

  /// All 1,112,064 scalars, each by itself.
  @Test(arguments: forms) func everyScalarHasTheFormOfTheReference(form: NormalForm) throws {
    let expected = try reference()["digests"]?[form.rawValue]?["scalars"]?.text
    #expect(digest(form, Self.scalars) == expected)
  }

  /// Leads, syllables and their neighbours before vowels, finals and theirs.
  @Test(arguments: forms) func everyPairOfHangulHasTheFormOfTheReference(form: NormalForm) throws {
    let firsts = (UInt32(0x10FF)..<0x1178).map { $0 } + (0xAC00..<0xAC1E)
    let pairs = firsts.flatMap { first in
      (UInt32(0x1160)..<0x11C5).map { second in
        [first, second].compactMap(Unicode.Scalar.init).map { String($0) }.joined()
      }
    }
    let expected = try reference()["digests"]?[form.rawValue]?["hangul"]?.text
    #expect(digest(form, pairs) == expected)
  }

  @Test func sequencesHaveTheFormsOfTheReference() throws {
    let sequences = try #require(try reference()["sequences"]?.elements)
    #expect(sequences.count == 160)
    for item in sequences {
      let text = try #require(item["text"]?.text)
      for form in Self.forms {
        let expected = try #require(item[form.rawValue]?.text)
        #expect(form(Array(text.utf8)) == Array(expected.utf8), "\(text.debugDescription) \(form)")
      }
    }
  }

  /// What is taken apart is put together again, whatever the parts are.
  @Test func aFormOfAFormIsThatOfTheText() {
    let text = Array(Self.scalars.joined(separator: "\n").utf8)
    #expect(NormalForm.nfc(NormalForm.nfd(text)) == NormalForm.nfc(text))
    #expect(NormalForm.nfd(NormalForm.nfc(text)) == NormalForm.nfd(text))
    #expect(NormalForm.nfkc(NormalForm.nfkd(text)) == NormalForm.nfkc(text))
  }

  /// A hundred thousand marks on one letter are ordered, and none gets lost.
  @Test func aLongRunOfMarksIsOrdered() {
    let marks = String(repeating: "\u{0301}\u{0323}", count: 50_000)
    let below = String(repeating: "\u{0323}", count: 50_000)
    let above = String(repeating: "\u{0301}", count: 50_000)
    #expect(NormalForm.nfd(Array("a\(marks)".utf8)) == Array("a\(below)\(above)".utf8))
  }
}
