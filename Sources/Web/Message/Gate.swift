import Plain

/// Who may look.
///
/// Where a token is asked for, a request without it learns nothing, not even which paths there are. Without one the
/// server is for this machine alone, and a page of another name that was led here (DNS rebinding) is no client.
public struct Gate: Sendable {
  private let digest: String?

  /// A gate that asks for `token`; nil asks for none.
  public init(token: String?) { digest = token.map(Self.digest) }

  /// Whether a request must bring a token.
  public var asksForToken: Bool { digest != nil }

  /// The answer to a request that may not come in; nil for one that may.
  func refusal(_ request: WebRequest) -> WebResponse? {
    guard let digest else {
      return Self.isHere(request.host)
        ? nil : .refusal(421, "this server answers to localhost alone: give it a --token")
    }
    let shown = request.token.map(Self.digest) ?? ""
    guard !Self.isEqual(shown, digest) else { return nil }
    var refusal = WebResponse(401, type: "text/plain", .whole(.init()))
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal
  }

  /// Digests are compared, which have one length, and to the last character: the time tells nothing of the token.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func digest(_ token: String) -> String {
    var hash = SHA256()
    Array(token.utf8).withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// Whether a `Host` line names this machine; clients so old that they send none are no browsers.
  private static func isHere(_ host: String?) -> Bool {
    guard let host else { return true }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return ["localhost", "127.0.0.1", "[::1]"].contains(name.lowercased())
      || name.hasPrefix("127.") && name.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
  }
}
