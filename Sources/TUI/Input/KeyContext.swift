/// Where a key means something.
public enum KeyContext: Sendable, CaseIterable {
  case client, run, panes, clients, learning, fisher, log, past, playback, monitor, terminal
  case filterEntry, helpOpen, roundEntry, commandEntry, branching, leaving, question
  case diagnosis, browser, comparing
  case options, themes

  /// Heading in the list of keys.
  public var title: String {
    switch self {
    case .client: "one client"
    case .run: "steer the run"
    case .panes: "panes"
    case .clients: "clients"
    case .learning: "learning"
    case .fisher: "fisher"
    case .log: "log"
    case .past: "look back"
    case .playback: "replay"
    case .monitor: "monitor"
    case .terminal: "terminal"
    case .filterEntry: "while a filter is typed"
    case .helpOpen: "while this list is open"
    case .roundEntry: "while a round is typed"
    case .commandEntry: "while a command is typed"
    case .branching: "while a branch is prepared"
    case .leaving: "when asked whether to leave the run"
    case .question: "when asked whether to quit"
    case .diagnosis: "while the diagnosis is open"
    case .browser: "while the list of runs is open"
    case .comparing: "while two runs are compared"
    case .options: "while the options are open"
    case .themes: "while a theme is chosen"
    }
  }

  /// The pane whose own keys these are.
  var pane: PaneKind? { PaneKind.allCases.first { $0.pane.keys == self } }

  /// Whether the keys mean something only while something is typed or asked, or while something else than the
  /// panes is on the screen.
  var isModal: Bool {
    switch self {
    case .filterEntry, .helpOpen, .roundEntry, .commandEntry, .branching, .leaving, .question,
      .diagnosis, .browser, .comparing, .options, .themes:
      true
    case .client, .run, .panes, .clients, .learning, .fisher, .log, .past, .playback, .monitor,
      .terminal:
      false
    }
  }
}
