import Foundation

/// What of a request decides its answer.
public struct WebRequest: Sendable, Equatable {
  /// `GET` and its like.
  public var method: String
  /// The path, decoded.
  public var path: String
  /// The query by name, decoded; of a name that comes twice the first, and none that is empty.
  public var query: [String: String]
  /// Whom the client believes to talk to, as its `Host` line says.
  public var host: String?
  /// What its `Authorization` line says.
  public var authorization: String?

  /// Reads a request's first line and the headers that count.
  ///
  /// - Parameter target: path and query as they travelled, such as `/frame.svg?size=80x24`.
  public init(
    method: String = "GET", target: String, host: String? = nil, authorization: String? = nil
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = String(parts[0]).removingPercentEncoding ?? ""
    query = parts.count > 1 ? Self.values(of: parts[1]) : [:]
    self.host = host
    self.authorization = authorization
  }

  /// The token that the client shows, in either of the two places.
  var token: String? {
    if let authorization, authorization.lowercased().hasPrefix("bearer ") {
      return String(authorization.dropFirst("bearer ".count))
    }
    return query["token"]
  }

  private static func values(of query: Substring) -> [String: String] {
    let pairs = query.split(separator: "&").compactMap { pair -> (String, String)? in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let name = decoded(sides[0]), let value = decoded(sides[1]),
        !value.isEmpty
      else { return nil }
      return (name, value)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// A name or value as a form writes it, in which a plus is a blank.
  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}
