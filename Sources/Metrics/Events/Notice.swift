/// A sentence for people.
public struct Notice: Sendable, Equatable, Codable {
  /// How much it matters.
  public enum Level: String, Sendable, Codable {
    /// Worth knowing.
    case info
    /// Something is not as asked.
    case warning
    /// Something went wrong and was contained.
    case error
  }

  /// How much it matters.
  public var level: Level
  /// Round it belongs to, if any.
  public var round: Int?
  /// Client it belongs to, if any.
  public var client: Int?
  /// One sentence.
  public var text: String

  /// Makes a notice.
  public init(level: Level, round: Int? = nil, client: Int? = nil, text: String) {
    self.level = level
    self.round = round
    self.client = client
    self.text = text
  }
}
