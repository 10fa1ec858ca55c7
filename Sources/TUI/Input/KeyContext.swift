/// Where a key means something.
public enum KeyContext: Sendable, CaseIterable {
  case run, panes, clients, past, playback, monitor, terminal
  case filterEntry, helpOpen, roundEntry, branching, leaving, question

  /// Heading in the list of keys.
  public var title: String {
    switch self {
    case .run: "steer the run"
    case .panes: "panes"
    case .clients: "clients"
    case .past: "look back"
    case .playback: "replay"
    case .monitor: "monitor"
    case .terminal: "terminal"
    case .filterEntry: "while a filter is typed"
    case .helpOpen: "while this list is open"
    case .roundEntry: "while a round is typed"
    case .branching: "while a branch is prepared"
    case .leaving: "when asked whether to leave the run"
    case .question: "when asked whether to quit"
    }
  }

  /// The pane whose own keys these are.
  var pane: PaneKind? { self == .clients ? .clients : nil }

  /// Whether the keys mean something only while something is typed or asked.
  var isModal: Bool {
    switch self {
    case .filterEntry, .helpOpen, .roundEntry, .branching, .leaving, .question: true
    case .run, .panes, .clients, .past, .playback, .monitor, .terminal: false
    }
  }
}
