/// What is done to a text before it is cut, as a list of steps.
struct TextNormalizer: Sendable, Equatable {
  /// One step.
  enum Step: Sendable, Equatable {
    /// SentencePiece's table.
    case map(CharacterMap)
    /// One of Unicode's forms.
    case form(NormalForm)
    /// Lower case, scalar by scalar.
    case lowercase
    /// One text in the place of another.
    case replace(String, by: String)
    /// One text in the place of two or more blanks.
    case replaceBlanks(by: String)
  }

  var steps: [Step] = []

  /// The normalised text as UTF-8.
  func callAsFunction(_ text: [UInt8]) -> [UInt8] {
    steps.reduce(text) { $1($0) }
  }
}

extension TextNormalizer.Step {
  fileprivate func callAsFunction(_ text: [UInt8]) -> [UInt8] {
    var string: String { String(decoding: text, as: UTF8.self) }
    switch self {
    case .map(let map): return map(text)
    case .form(let form): return form(text)
    case .lowercase: return string.unicodeScalars.flatMap { $0.properties.lowercaseMapping.utf8 }
    case .replace(let old, let new): return Array(string.replacing(old, with: new).utf8)
    case .replaceBlanks(let new):
      var out: [UInt8] = []
      var blanks = 0
      for byte in text + [0] {
        if byte == 0x20 {
          blanks += 1
          continue
        }
        out += blanks > 1 ? Array(new.utf8) : Array(repeating: 0x20, count: blanks)
        blanks = 0
        out.append(byte)
      }
      return out.dropLast()
    }
  }
}
