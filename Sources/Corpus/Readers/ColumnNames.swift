/// Which columns (or JSON keys) of a file hold what; nil asks the reader to guess.
public struct ColumnNames: Sendable, Equatable {
  /// The text, or the first of a pair.
  public var text: String?
  /// The second text of a pair.
  public var textPair: String?
  /// The label, a name or a whole number.
  public var label: String?
  /// Whose sample it is.
  public var client: String?

  /// Makes a choice of columns.
  public init(
    text: String? = nil, textPair: String? = nil, label: String? = nil, client: String? = nil
  ) {
    self.text = text
    self.textPair = textPair
    self.label = label
    self.client = client
  }

  /// Names that are tried in this order when no name is given.
  static let guesses = (
    text: [
      "text", "sentence", "sentence1", "question", "question1", "premise", "review", "content",
    ],
    textPair: [
      "text_pair", "sentence2", "question2", "hypothesis", "passage", "context", "sentence",
      "text_b",
    ],
    label: ["label", "labels", "class", "category", "target", "gold_label"],
    client: ["client", "author", "user", "domain", "movie_name"]
  )
}
