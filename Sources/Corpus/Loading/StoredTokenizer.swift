/// The tokenizer of a model directory, with what its files say beside it.
public struct StoredTokenizer: Sendable {
  /// The tokenizer.
  public var tokenizer: any Tokenizer
  /// The most tokens that it was made for (`model_max_length`); nil when the files set no limit.
  public var maxLength: Int?
  /// What was decided for the user and should be told, a line each.
  public var notes: [String]
  /// The template of conversations, in Jinja; nil: there is none.
  public var chatTemplate: String?
  /// Texts of special tokens by what templates call them, such as `bos_token`.
  public var special: [String: String] = [:]
}

/// The tables of a model that a tokenizer must keep within.
public struct EmbeddingTables: Sendable {
  /// Rows of the word embedding.
  public var rows: Int
  /// Rows of the token-type embedding; 0: the model reads no types.
  public var types: Int

  /// Tables with so many rows.
  public init(rows: Int, types: Int) {
    self.rows = rows
    self.types = types
  }
}
