/// A step that cuts text into pieces, over whose ends no two bytes merge.
enum TextSplit: Sendable, Equatable {
  /// Every numeric scalar by itself, or every run of them.
  case digits(single: Bool)
  /// GPT-2's expression.
  case gpt2
  /// That of Llama 3, with numbers of at most so many digits; Qwen2's has one.
  case llama3(digits: Int)

  /// The step that a regular expression stands for; nil for one that is not known.
  init?(pattern: String) {
    if pattern == Self.gpt2Pattern {
      self = .gpt2
      return
    }
    guard let digits = (1...9).first(where: { Self.llama3(digits: $0).pattern == pattern }) else {
      return nil
    }
    self = .llama3(digits: digits)
  }

  /// The regular expression of the step; nil for one that has none.
  var pattern: String? {
    switch self {
    case .digits: nil
    case .gpt2: Self.gpt2Pattern
    case .llama3(let digits):
      Self.llama3Pattern.replacing(
        "NUMBER", with: digits == 1 ? #"\p{N}"# : #"\p{N}{1,\#(digits)}"#)
    }
  }

  private static let gpt2Pattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  private static let llama3Pattern =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|NUMBER| ?[^\s\p{L}\p{N}]+[\r\n]*"#
    + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Cuts valid UTF-8, in order and without gaps.
  func cut(_ text: [UInt8], _ body: (Range<Int>) -> Void) {
    switch self {
    case .digits(let single):
      var start = 0
      var cursor = 0
      var wasNumber = false
      while cursor < text.count {
        let scalar = text.scalar(at: cursor)
        let isNumber = scalar.splitClass == .number
        if cursor > start, isNumber != wasNumber || (isNumber && single) {
          body(start..<cursor)
          start = cursor
        }
        wasNumber = isNumber
        cursor += UTF8.width(scalar)
      }
      if start < text.count { body(start..<text.count) }
    case .gpt2:
      var splitter = ByteLevelSplitter(text)
      while let word = splitter.next() { body(word) }
    case .llama3(let digits):
      var splitter = LlamaSplitter(text, digits: digits)
      while let word = splitter.next() { body(word) }
    }
  }
}

/// What happens to text before its bytes are merged: it is normalised, searched for added tokens, and cut into words.
struct BytePairPipeline: Sendable, Equatable {
  /// What is done before added tokens are searched for that are to be found in normalised text.
  var normalizer = TextNormalizer()
  /// The steps that cut, each what the one before left; none: a text is one word.
  var splits: [TextSplit] = [.gpt2]
  /// Whether a blank goes before each text that has none.
  var addsPrefixSpace = false

  /// The words of normalised text, in order.
  func words(_ text: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    guard !text.isEmpty else { return }
    words(text, steps: splits[...], body)
  }

  private func words(
    _ text: [UInt8], steps: ArraySlice<TextSplit>, _ body: (ArraySlice<UInt8>) -> Void
  ) {
    guard let step = steps.first else {
      body(text[...])
      return
    }
    let rest = steps.dropFirst()
    var text = text
    if rest.isEmpty, addsPrefixSpace, text.first != 0x20 { text.insert(0x20, at: 0) }
    step.cut(text) { range in
      if rest.isEmpty { body(text[range]) } else { words(Array(text[range]), steps: rest, body) }
    }
  }
}
