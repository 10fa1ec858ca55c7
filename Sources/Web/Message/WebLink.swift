import Foundation
import Plain

/// A link within the site: a path, and what its query says.
struct WebLink {
  /// Relative to the page, so that it leads to the right place behind a proxy too.
  var path: String
  /// Names and values, in order; nil values are left out.
  var query: KeyValuePairs<String, String?>

  /// As an address travels.
  var text: String {
    let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.encoded($0))" } }
    return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

/// Text as HTML may hold it, between tags and in quotes.
func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
}

/// Text as a page shows it: without what would turn the direction of what stands beside it.
func shown(_ text: String) -> String { escaped(printable(text)) }
