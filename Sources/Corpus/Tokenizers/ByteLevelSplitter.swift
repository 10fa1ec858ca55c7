/// The word splitting rule of GPT-2, done by hand.
///
/// As a regular expression:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
struct ByteLevelSplitter {
  private let text: [UInt8]
  private var cursor: Int

  /// Splits valid UTF-8.
  init(_ text: [UInt8]) {
    self.text = text
    cursor = 0
  }

  /// The range of the next word.
  mutating func next() -> Range<Int>? {
    guard cursor < text.count else { return nil }
    let start = cursor
    cursor = contraction(start) ?? word(start) ?? space(start)
    return start..<cursor
  }

  private func contraction(_ start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return start + 2
    case let first:
      guard start + 2 < text.count else { return nil }
      switch (first, text[start + 2]) {
      case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
        (UInt8(ascii: "l"), UInt8(ascii: "l")):
        return start + 3
      default: return nil
      }
    }
  }

  /// A run of one class, with one blank before it.
  private func word(_ start: Int) -> Int? {
    let from = text[start] == 0x20 ? start + 1 : start
    guard from < text.count else { return nil }
    let scalar = text.scalar(at: from)
    let kind = scalar.splitClass
    return kind == .space ? nil : runEnd(of: kind, from: from + UTF8.width(scalar))
  }

  /// White space up to the next word, which takes the last of several.
  private func space(_ start: Int) -> Int {
    let end = runEnd(of: .space, from: start)
    guard end < text.count else { return end }
    let last = end - UTF8.width(text.scalar(before: end))
    return last > start ? last : end
  }

  private func runEnd(of kind: Unicode.Scalar.SplitClass, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let scalar = text.scalar(at: end)
      guard scalar.splitClass == kind else { break }
      end += UTF8.width(scalar)
    }
    return end
  }
}
