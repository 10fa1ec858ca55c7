import CKernels
import Testing

@testable import Plain

struct SHA256Tests {
  private func digest(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  // FIPS 180-4 and the examples of NIST's secure hashing page.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func knownMessages(message: String, expected: String) {
    #expect(digest(Array(message.utf8)) == expected)
  }

  @Test func aMillionLetters() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(
      digest(bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everySplitGivesTheSameDigest() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 129, 200] {
      let message = Array(bytes.prefix(length))
      let whole = digest(message)
      for split in 0...length {
        var hash = SHA256()
        message[..<split].withUnsafeBytes { hash.update($0) }
        message[split...].withUnsafeBytes { hash.update($0) }
        #expect(hash.finish() == whole, "\(length) bytes, split at \(split)")
      }
    }
  }

  @Test func manySmallPiecesGiveTheSameDigest() {
    var random = CounterRandom(seed: 1, purpose: 11)
    let bytes = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let whole = digest(bytes)
    for _ in 0..<50 {
      var hash = SHA256()
      var place = 0
      while place < bytes.count {
        let end = min(bytes.count, place + random.below(150))
        bytes[place..<end].withUnsafeBytes { hash.update($0) }
        place = end
      }
      #expect(hash.finish() == whole)
    }
  }

  @Test("The processor's instructions and the plain loop give the same state")
  func instructions() {
    var random = CounterRandom(seed: 2, purpose: 1)
    for count in 0...9 {
      let bytes = (0..<64 * count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var fast = (0..<8).map { _ in UInt32(truncatingIfNeeded: random.next()) }
      var plain = fast
      ck_sha256_blocks(&fast, bytes, count)
      ck_sha256_blocks_plain(&plain, bytes, count)
      #expect(fast == plain, "\(count) blocks")
    }
  }
}
