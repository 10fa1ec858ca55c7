import Metrics

@testable import TUI

/// One line of `Frames/key-scripts.txt`: a key where it means something, and what comes of it.
struct KeyScript: Equatable {
  /// The context whose key it is.
  var context: String
  /// The key, as `name(of:)` has it.
  var key: String
  /// Keys pressed before, with spaces between.
  var before: String
  /// What the key changes and asks for.
  var outcome: String

  /// The line of the file.
  var line: String { [context, key, before, outcome].joined(separator: " | ") }

  init(context: String, key: String, before: String = "", outcome: String = "") {
    (self.context, self.key, self.before, self.outcome) = (context, key, before, outcome)
  }

  /// Reads a line; nil for one that is none.
  init?(line: String) {
    let parts = line.components(separatedBy: " | ")
    guard parts.count == 4 else { return nil }
    self.init(context: parts[0], key: parts[1], before: parts[2], outcome: parts[3])
  }

  /// Presses the keys in a new monitor, or in a list of runs, and tells what the last one did.
  func played(_ snapshot: RunSnapshot) -> String {
    let keys = (before.split(separator: " ") + [key[...]]).map { Self.key(named: String($0)) }
    if ["browser", "comparing"].contains(context) {
      var browser = BrowserTests.browser()
      browser.beneath = "a run"
      for key in keys.dropLast() { _ = browser.handle(key) }
      let old = browser
      let effects = browser.handle(keys[keys.count - 1])
      return Difference.words(from: old, to: browser, effects)
    }
    var monitor = Monitor(theme: .standard)
    monitor.session = context == "playback" ? .replay : .host
    monitor.screen = (
      Size(width: 120, height: 36), Capabilities(colors: .indexed, unicode: true)
    )
    monitor.timeline = Timeline(
      first: 1, last: 30, state: .running, record: snapshot,
      speed: context == "playback" ? 4 : nil)
    for key in keys.dropLast() { _ = monitor.handle(key, snapshot: snapshot) }
    let old = monitor.state
    let effects = monitor.handle(keys[keys.count - 1], snapshot: snapshot)
    return Difference.words(from: old, to: monitor.state, effects)
  }

  /// A key as the file has it, without a space in it.
  static func name(of key: Key) -> String {
    if let name = names.first(where: { $0.value == key })?.key { return name }
    return switch key {
    case .character(let character): String(character)
    case .control(let letter): "ctrl-\(letter)"
    case .function(let number): "F\(number)"
    default: "\(key)"
    }
  }

  private static func key(named name: String) -> Key {
    if let key = names[name] { return key }
    if let letter = name.last, name.hasPrefix("ctrl-") { return .control(letter) }
    if name.count > 1, let number = Int(name.dropFirst()) { return .function(number) }
    return .character(name.first ?? " ")
  }

  private static let names: [String: Key] = [
    "space": .character(" "), "enter": .enter, "esc": .escape, "tab": .tab, "shift-tab": .backTab,
    "backspace": .backspace, "delete": .delete, "up": .up, "down": .down, "left": .left,
    "right": .right, "home": .home, "end": .end, "pgup": .pageUp, "pgdn": .pageDown,
    "bar": .character("|"),
  ]
}
