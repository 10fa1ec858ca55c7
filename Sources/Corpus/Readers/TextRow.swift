/// One sample of a file before its label has a number.
public struct TextRow: Sendable, Equatable {
  /// The text, or the first of a pair.
  public var text: String
  /// The second text of a pair.
  public var textPair: String?
  /// The label as written; nil when the file has none.
  public var label: String?
  /// Whose sample it is.
  public var client: String?
  /// The line it starts on, from 1.
  public var line: Int
  /// The instruction that it is, of whose prompt the text is the last turn; nil: none.
  var instruction: Instruction?
}

/// The samples of a file, and what was decided about its columns.
public struct TextRows: Sendable {
  /// The samples in the order of the file.
  public var rows: [TextRow]
  /// Guesses the user should be told.
  public var notes: [String]
  /// Those of them that are about the form of the file, such as its first line.
  public var formNotes: [String] = []
  /// What each column that is used is taken as, and why.
  public var uses: [ColumnUse]
  /// The columns, to be used for another file of the same data set.
  var choice: ColumnChoice?
  /// Whether the file is one of instructions that were not read as such.
  var hidesInstructions = false
}
