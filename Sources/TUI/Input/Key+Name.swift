/// Keys as people write them: `x`, `space`, `pgup`, `F5`, `ctrl-x`.
extension Key {
  private static let named: [(name: String, key: Key)] = [
    ("space", .character(" ")), ("enter", .enter), ("esc", .escape), ("tab", .tab),
    ("shift-tab", .backTab), ("backspace", .backspace), ("delete", .delete), ("up", .up),
    ("down", .down), ("left", .left), ("right", .right), ("home", .home), ("end", .end),
    ("pgup", .pageUp), ("pgdn", .pageDown),
  ]

  /// What `init?(name:)` takes, in a few words.
  static let expectation =
    "a character, \(named.map(\.name).joined(separator: ", ")), F1 to F12, or ctrl-a to ctrl-z"

  /// The key of a name; nil where there is none.
  ///
  /// The case of a character matters; that of other names does not.
  init?(name: String) {
    if name.count == 1, let character = name.first {
      guard CharacterWidth.of(character) > 0, character != " " else { return nil }
      self = .character(character)
      return
    }
    let name = name.lowercased()
    if let known = Self.named.first(where: { $0.name == name }) {
      self = known.key
    } else if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last,
      ("a"..."z").contains(letter), !"ijm".contains(letter)
    {
      // Terminals send tab and enter for the three that are left out.
      self = .control(letter)
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...12).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// How people write it; empty for what is no key on a keyboard.
  var name: String {
    if let known = Self.named.first(where: { $0.key == self }) { return known.name }
    return switch self {
    case .character(let character): String(character)
    case .control(let letter): "ctrl-\(letter)"
    case .function(let number): "F\(number)"
    default: ""
    }
  }
}
