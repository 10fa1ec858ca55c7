import Foundation

/// A key of PEFT's `rank_pattern` and `alpha_pattern`: a name or regular expression for the end of a module's path, from a
/// dot on.
public struct ModulePattern: Sendable {
  private let expression: NSRegularExpression

  /// Reads a key; nil for text that is no regular expression.
  public init?(_ text: String) {
    let pattern = "^(?:.*\\.)?(?:\(text))$"
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
    self.expression = expression
  }

  /// Whether it means the module at `path`.
  public func fits(_ path: String) -> Bool {
    expression.firstMatch(in: path, range: NSRange(path.startIndex..., in: path)) != nil
  }
}
