/// Character classes as Hugging Face `tokenizers` draws them.
///
/// That library reads control characters, punctuation and accents from tables of Unicode 8, and
/// letters and digits from Unicode 16, so a scalar younger than its table has no class there.
extension Unicode.Scalar {
  /// Whether a version of Unicode has it.
  func isAssigned(by version: Int) -> Bool {
    guard let age = properties.age else { return false }
    return age.major < version || (age.major == version && age.minor == 0)
  }

  /// Dropped by text cleaning: NUL, U+FFFD, and everything invisible but tab and line ends.
  var isDroppedByCleaning: Bool {
    switch properties.generalCategory {
    case .control: value != 0x09 && value != 0x0A && value != 0x0D
    case .format: isAssigned(by: 8)
    case .privateUse, .surrogate: true
    default: value == 0xFFFD
    }
  }

  /// An accent: a non-spacing mark.
  var isAccent: Bool {
    switch properties.generalCategory {
    case .nonspacingMark:
      // Two Mongolian letters, a Javanese vowel sign and a Sharada mark had other classes then.
      isAssigned(by: 8) && ![0x1885, 0x1886, 0xA9BD, 0x111C9].contains(value)
    // Two signs that have since become spacing marks.
    case .spacingMark: value == 0x1734 || value == 0x1171E
    default: false
    }
  }

  /// Punctuation that stands alone: Unicode's, and every printable ASCII sign.
  var isSplitPunctuation: Bool {
    if value < 0x80 {
      return switch value {
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
      default: false
      }
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return isAssigned(by: 8)
    // Two that have changed class since.
    default: return value == 0x166D || value == 0x111C9
    }
  }

  /// A Chinese character (the BERT authors' list of blocks), which is a word of its own.
  var isChinese: Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
      0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  /// What the splitting rule of GPT-2 sees in a scalar.
  enum SplitClass { case letter, number, space, other }

  /// The class that decides where byte-level BPE cuts words.
  var splitClass: SplitClass {
    if value < 0x80 {
      switch value {
      case 0x41...0x5A, 0x61...0x7A: return .letter
      case 0x30...0x39: return .number
      case 0x20, 0x09...0x0D: return .space
      default: return .other
      }
    }
    if properties.isWhitespace { return .space }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return isAssigned(by: 16) ? .letter : .other
    case .decimalNumber, .letterNumber, .otherNumber: return isAssigned(by: 16) ? .number : .other
    default: return .other
    }
  }
}
