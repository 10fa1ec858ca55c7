@testable import TUI

/// What a key did, in words: effects, and the parts of a state that are other than before.
enum Difference {
  /// The words; `nothing` when there are none.
  static func words(from old: Any, to new: Any, _ effects: [Any]) -> String {
    let before = fields(old)
    let changes = fields(new).filter { name, words in
      // Where a list is held still for the mouse is no choice of anybody.
      name != "held" && before[name] != words
    }
    let parts =
      effects.map { "asks \(words($0))" }
      + changes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }

  private static func fields(_ value: Any) -> [String: String] {
    let named = Mirror(reflecting: value).children.compactMap { child in
      child.label.map { ($0, words(child.value)) }
    }
    return Dictionary(named, uniquingKeysWith: { $1 })
  }

  /// A value in a few words, without the names of types.
  private static func words(_ value: Any) -> String {
    if let pane = value as? PaneKind { return pane.title }
    if let theme = value as? Theme { return theme.name }
    let mirror = Mirror(reflecting: value)
    let children = mirror.children.map { words($0.value) }
    switch mirror.displayStyle {
    case .optional: return children.first ?? "none"
    case .enum:
      guard let name = mirror.children.first?.label else { return "\(value)" }
      return "\(name)(\(children.joined(separator: " ")))"
    case .tuple: return children.joined(separator: " ")
    case .struct: return children.joined(separator: " ")
    case .collection, .set:
      // Of what piles up, the last.
      return "[\(children.count)" + (children.last.map { ": \($0)" } ?? "") + "]"
    case .dictionary:
      return "[" + children.sorted().joined(separator: ", ") + "]"
    default: return "\(value)".isEmpty ? "''" : "\(value)"
    }
  }
}
