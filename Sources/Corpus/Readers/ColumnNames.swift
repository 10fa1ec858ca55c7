/// Whether a file has something: looked for, or said.
public enum Presence: String, Sendable, CaseIterable {
  /// The file tells.
  case auto
  /// It is there.
  case yes
  /// It is not.
  case no
}

/// Which columns (or JSON keys) of a file hold what, and how the file is read; nil asks the reader to guess.
///
/// A column may be given by its number, from 1, where none has that name; `none` is no column.
public struct ColumnNames: Sendable, Hashable {
  /// The text, or the first of a pair.
  public var text: String?
  /// The second text of a pair.
  public var textPair: String?
  /// The label, a name or a whole number.
  public var label: String?
  /// Whose sample it is.
  public var client: String?
  /// Whether the first line of CSV or TSV names the columns.
  public var header: Presence
  /// Whether quotes enclose fields; the file tells for TSV only, in CSV they do.
  public var quotes: Presence
  /// Whether records with an instruction and its answer, or with the turns of a conversation, are read as such.
  public var areInstructions: Bool

  /// Makes a choice of columns.
  public init(
    text: String? = nil, textPair: String? = nil, label: String? = nil, client: String? = nil,
    header: Presence = .auto, quotes: Presence = .auto, areInstructions: Bool = false
  ) {
    self.text = text
    self.textPair = textPair
    self.label = label
    self.client = client
    self.header = header
    self.quotes = quotes
    self.areInstructions = areInstructions
  }

  /// Whether anything was said of columns or of the form of a table.
  var isAsked: Bool { !given.isEmpty || header != .auto || quotes != .auto }

  /// The columns that were named.
  var given: [String] { [text, textPair, label, client].compactMap(\.self) }
}

/// Names that columns have elsewhere; each is looked for without regard to capitals, in this order.
extension ColumnNames {
  /// A text without a second one.
  static let texts = [
    "text", "sentence", "sentence1", "question", "question1", "premise", "review", "content",
    "comment", "tweet", "message", "utterance", "document", "body", "sms",
  ]
  /// Two texts that are one sample, as GLUE, SuperGLUE and their like call them.
  static let pairs = [
    ("text", "text_pair"), ("text", "text_b"), ("text", "text2"), ("text_a", "text_b"),
    ("text1", "text2"), ("sentence1", "sentence2"), ("sentence_1", "sentence_2"),
    ("sentence_a", "sentence_b"), ("sentence_a", "sentence_b"), ("sent1", "sent2"),
    ("question1", "question2"), ("premise", "hypothesis"), ("question", "sentence"),
    ("question", "passage"), ("question", "context"), ("#1 string", "#2 string"),
    ("claim", "evidence"), ("query", "passage"), ("query", "document"), ("headline", "body"),
  ]
  /// The label.
  static let labels = [
    "label", "labels", "class", "category", "target", "gold_label", "is_duplicate", "quality",
    "sentiment", "polarity", "intent", "emotion", "topic",
  ]
  /// The owner.
  static let clients = [
    "client", "client_id", "author", "author_id", "user", "user_id", "userid", "domain",
    "movie_name", "speaker", "writer",
  ]

  /// All of them.
  static let known = Set(texts + labels + clients + pairs.flatMap { [$0.0, $0.1] })
}

extension TableColumn {
  /// Whether its name is one that labels have elsewhere.
  var isCalledLabel: Bool { ColumnNames.labels.contains(name.lowercased()) }
}
