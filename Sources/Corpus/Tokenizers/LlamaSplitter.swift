/// The word splitting rule of Llama 3 and of Qwen2, done by hand.
///
/// As a regular expression, where Qwen2 has `\p{N}` alone:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|
///     \s*[\r\n]+|\s+(?!\S)|\s+
struct LlamaSplitter {
  private let text: [UInt8]
  private let digits: Int
  private var cursor = 0

  /// Splits valid UTF-8, numbers into so many digits at most.
  init(_ text: [UInt8], digits: Int) {
    self.text = text
    self.digits = digits
  }

  /// The range of the next word.
  mutating func next() -> Range<Int>? {
    guard cursor < text.count else { return nil }
    let start = cursor
    cursor =
      contraction(start) ?? letters(start) ?? number(start) ?? signs(start) ?? space(start)
    return start..<cursor
  }

  private func scalar(_ index: Int) -> Unicode.Scalar? {
    index < text.count ? text.scalar(at: index) : nil
  }

  private func contraction(_ start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), let first = scalar(start + 1) else { return nil }
    switch first {
    // The long s is an s when case does not count.
    case "s", "S", "t", "T", "m", "M", "d", "D", "\u{17F}": return start + 1 + UTF8.width(first)
    default: break
    }
    switch (first, scalar(start + 2)) {
    case ("r", "e"), ("r", "E"), ("R", "e"), ("R", "E"), ("v", "e"), ("v", "E"), ("V", "e"),
      ("V", "E"), ("l", "l"), ("l", "L"), ("L", "l"), ("L", "L"):
      return start + 3
    default: return nil
    }
  }

  /// Letters, with one sign or blank before them.
  private func letters(_ start: Int) -> Int? {
    let first = text.scalar(at: start)
    var from = start
    switch first.splitClass {
    case .letter: break
    case .number: return nil
    case .space, .other:
      if first.isLineEnd { return nil }
      from += UTF8.width(first)
    }
    let end = runEnd(from) { $0.splitClass == .letter }
    return end > from ? end : nil
  }

  private func number(_ start: Int) -> Int? {
    var end = start
    for _ in 0..<digits {
      guard let next = scalar(end), next.splitClass == .number else { break }
      end += UTF8.width(next)
    }
    return end > start ? end : nil
  }

  /// Signs, with one blank before them and line ends after.
  private func signs(_ start: Int) -> Int? {
    let from = text[start] == 0x20 ? start + 1 : start
    let end = runEnd(from) { $0.splitClass == .other }
    return end > from ? runEnd(end) { $0.isLineEnd } : nil
  }

  /// White space up to its last line end; without one up to the next word, which takes the last of several.
  private func space(_ start: Int) -> Int {
    let end = runEnd(start) { $0.splitClass == .space }
    if let line = text[start..<end].lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      return line + 1
    }
    guard end < text.count else { return end }
    let last = end - UTF8.width(text.scalar(before: end))
    return last > start ? last : end
  }

  private func runEnd(_ start: Int, while isIn: (Unicode.Scalar) -> Bool) -> Int {
    var end = start
    while let next = scalar(end), isIn(next) { end += UTF8.width(next) }
    return end
  }
}

extension Unicode.Scalar {
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }
}
