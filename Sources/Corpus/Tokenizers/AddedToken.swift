import Plain

/// A token that is recognised in running text before anything else happens to it.
struct AddedToken: Sendable, Equatable {
  /// The exact text.
  var content: String
  /// Its id; −1 until a vocabulary has taken it in.
  var id: Int32 = -1
  /// Only when no letter, digit or underscore touches it.
  var isSingleWord = false
  /// Swallows white space on its left.
  var stripsLeft = false
  /// Swallows white space on its right.
  var stripsRight = false
  /// Searched for after normalisation, with its own text normalised too.
  var isNormalized = false
  /// Stands for no text.
  var isSpecial = true
}

extension AddedToken {
  /// A token as files write it: its text, or an object with `content` and flags; nil for anything else.
  init?(_ value: JSONValue, isSpecial: Bool = false) {
    guard let content = value.text ?? value["content"]?.text else { return nil }
    func flag(_ key: String) -> Bool { value[key]?.bool ?? false }
    let isSpecial = isSpecial || flag("special")
    self.init(
      content: content, isSingleWord: flag("single_word"), stripsLeft: flag("lstrip"),
      stripsRight: flag("rstrip"), isNormalized: value["normalized"]?.bool ?? !isSpecial,
      isSpecial: isSpecial)
  }

  /// Whether both have the same text and flags, whatever their ids.
  func isSame(as other: AddedToken) -> Bool {
    var other = other
    other.id = id
    return self == other && ExactString(content) == ExactString(other.content)
  }
}
