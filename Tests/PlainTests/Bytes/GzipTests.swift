import Foundation
import Testing

@testable import Plain

/// Files of gzip as Python's zlib 1.3 wrote them.
@Suite struct GzipTests {
  /// Sixty lines, with codes of their own.
  private static let dynamic =
    "H4sIAAAAAAACAz2SS25FMQhD513FW0L45bOgVqr01O5/1sbGdwYiwInx+/vn8zVev1+v8fG+sd3YGPuNk3Hc+DBO"
    + "vJlM6iZeTOZNoisL7d2zbzJ72LnJ7i2G9TYEQAJXFRCW3WnB3T3ViHJ6oxFGNDbJpiqAfKsXSOGafMiuv4MqReWg"
    + "ylSV0uzudVCV92QHVa3e66CaonJQzacKqvX0gmo9kymV9gaojqgCVEfMQa2GvhQUa+jHQbVMgkRRapHFZC45A2gW"
    + "Ujt230LzAWelWyUvOYWXPOXUpZN8SzZI8m15JPuaMlDynEN8yXuarJc8qA/1g89jaD74PEfvr0E/iK/A5/Opg8+X"
    + "+itoGM0v8Pl5rA++ePiK9jfx12qHqZ+OC/2/aLn81+cPXxrHqYgDAAA="

  private static func bytes(_ text: String) throws -> [UInt8] {
    [UInt8](try #require(Data(base64Encoded: text)))
  }

  @Test("Codes of its own, fixed codes, stored bytes and a name in the header are read")
  func kinds() throws {
    let lines = (0..<60).map { "line \($0) of \($0 * $0)\n" }.joined()
    let fixed = "H4sIAAAAAAACA0tMSk6EIR2FxLwUhfy85FSF3PyiVCsFiDAAVfR6DiMAAAA="
    for (packed, text) in [
      (Self.dynamic, lines), (fixed, "abcabcabcabc, and once more: abcabc"),
      ("H4sIAAAAAAAEAwEGAPn/c3RvcmVkC/lDVgYAAAA=", "stored"),
      ("H4sICAAAAAAC/25hbWVkLnR4dAArzyzJUEhUyEvMTQUAjJuejQsAAAA=", "with a name"),
    ] {
      let bytes = try Self.bytes(packed)
      #expect(Gzip.isPacked(bytes))
      #expect(String(decoding: try Gzip.unpacked(bytes), as: UTF8.self) == text)
      #expect(
        String(decoding: try Gzip.unpacked(bytes + bytes + [0, 0]), as: UTF8.self) == text + text)
    }
  }

  @Test("More than the limit is refused before it is made")
  func limit() throws {
    let bytes = try Self.bytes(Self.dynamic)
    #expect(throws: GzipProblem.tooLong(100)) { try Gzip.unpacked(bytes, limit: 100) }
  }

  @Test("Whatever is cut or changed is the same text or a problem, and never a trap")
  func damage() throws {
    let whole = try Self.bytes(Self.dynamic)
    let text = try Gzip.unpacked(whole)
    for count in 0..<whole.count {
      #expect(throws: GzipProblem.self) {
        if try Gzip.unpacked(Array(whole[..<count])).isEmpty { throw GzipProblem.cutShort }
      }
    }
    var draws = SplitMix64(seed: 5)
    var refused = 0
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0...draws.below(3) { bytes[draws.below(bytes.count)] = UInt8(draws.below(256)) }
      do {
        // The header has a time and a system, which do not matter.
        #expect(try Gzip.unpacked(bytes) == text)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 2500)
  }
}
