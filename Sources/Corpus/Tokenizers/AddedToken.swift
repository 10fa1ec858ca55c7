/// A token that is recognised in running text before anything else happens to it.
struct AddedToken: Sendable, Equatable {
  /// The exact text.
  var content: String
  var id: Int32
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
