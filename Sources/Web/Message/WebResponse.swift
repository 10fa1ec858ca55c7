import Foundation

/// The answer to a request, before it is put on the wire.
public struct WebResponse: Sendable, Equatable {
  /// What follows the headers.
  public enum Body: Sendable, Equatable {
    /// All of it at once.
    case whole(Data)
    /// An event whenever the run got on, for as long as the client stays.
    case live(run: String)
  }

  /// Status, such as 200.
  public var status: Int
  /// Headers by name.
  public var headers: [String: String]
  /// What follows them.
  public var body: Body

  /// Makes an answer that nobody keeps, guesses the type of, or lets do anything by itself.
  init(_ status: Int = 200, type: String, _ body: Body, headers: [String: String] = [:]) {
    self.status = status
    self.body = body
    self.headers = [
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'",
      "Content-Type": type,
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    ].merging(headers) { _, own in own }
  }

  /// An answer that is text.
  static func text(
    _ text: String, type: String = "text/plain; charset=utf-8", headers: [String: String] = [:]
  ) -> WebResponse {
    WebResponse(type: type, .whole(Data(text.utf8)), headers: headers)
  }

  /// An answer of one line that says why there is no other.
  static func refusal(_ status: Int, _ line: String, headers: [String: String] = [:]) -> WebResponse
  {
    WebResponse(
      status, type: "text/plain; charset=utf-8", .whole(Data((line + "\n").utf8)), headers: headers)
  }
}
