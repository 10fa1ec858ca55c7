extension MonitorAction {
  /// What the person's file calls it: `toggle_pause`, `focus_clients`, `next_change`.
  ///
  /// Made of the name in the source. `docs/monitor.md` lists them, and a test holds the two together: a name that people
  /// have written down does not change by the way.
  var name: String {
    switch self {
    case .focus(let pane): "focus_\(pane.title)"
    case .next(let kind): "next_\(kind)"
    case .previous(let kind): "previous_\(kind)"
    default: Self.snake("\(self)")
    }
  }

  /// Actions of the table, each once, in its order.
  static let all: [MonitorAction] = KeyTable.bindings.map(\.action).reduce(into: []) {
    if !$0.contains($1) { $0.append($1) }
  }

  /// Whether its keys stay what they are: answers, which a line of text or a question names, and the way out.
  var isFixed: Bool {
    switch self {
    case .accept, .cancel, .erase, .eraseLine, .complete, .confirm, .decline, .interrupt: true
    default: false
    }
  }

  private static func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}
