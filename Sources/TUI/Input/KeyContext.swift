/// Where a key means something.
public enum KeyContext: Sendable, CaseIterable {
  case run, panes, clients, past, monitor, terminal, filterEntry, helpOpen, question

  /// Heading in the list of keys.
  public var title: String {
    switch self {
    case .run: "steer the run"
    case .panes: "panes"
    case .clients: "clients"
    case .past: "look back"
    case .monitor: "monitor"
    case .terminal: "terminal"
    case .filterEntry: "while a filter is typed"
    case .helpOpen: "while this list is open"
    case .question: "when asked whether to quit"
    }
  }

  /// The pane whose own keys these are.
  var pane: PaneKind? { self == .clients ? .clients : nil }

  /// Whether the keys mean something only while something is typed or asked.
  var isModal: Bool { self == .filterEntry || self == .helpOpen || self == .question }
}
