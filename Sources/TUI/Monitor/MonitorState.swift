import Metrics

/// What the person at the monitor has chosen: everything on the screen that is not the run.
public struct MonitorState: Sendable, Equatable {
  /// The pane that keys go to.
  public var focus: PaneKind = .clients
  /// Whether the focused pane has the screen for itself.
  public var zoomed = false
  /// The round looked at; nil follows the live run.
  ///
  /// The caller supplies the snapshot of that round.
  public var cursor: Int?

  /// Order of the clients.
  var sort: ClientSort = .id
  /// Whether the order is turned round.
  var sortReversed = false
  /// Whether the clients of the round in flight come first.
  var cohortOnTop = true
  /// The client under the bar.
  var selectedClient: Int?
  /// What clients are filtered by; empty for all.
  var filter = ""
  /// The layer under the crosshair.
  var selectedLayer: Int?
  /// Name of the knob that `[` and `]` move; nil for the sparsity.
  var selectedKnob: String?
  /// Log lines scrolled back from the newest.
  var logOffset = 0

  /// Whether the monitor shows what it costs itself.
  public internal(set) var showsCost = false
  /// What typed keys mean.
  var mode: Mode = .normal
  /// Number typed before a key, and the focus before its digits moved it.
  var count: Count?
  /// One line for the person, until the next key.
  var message: Message?
  /// Knob values asked for that no snapshot shows yet.
  var requests: [String: Request] = [:]

  /// What typed keys mean.
  enum Mode: Sendable, Equatable {
    case normal
    /// The filter is being typed; the text before, for Escape.
    case filter(previous: String)
    /// The list of keys is open, searched by a text and scrolled.
    case help(query: String, offset: Int)
    /// The round to go to is being typed.
    case round(String)
    /// A branch is being prepared; its knobs can be turned.
    case branching(Draft)
    /// Asked whether to leave the live run for a branch.
    case leaving(Draft)
    /// Asked whether to quit.
    case quitting
  }

  /// A number typed before a key.
  struct Count: Sendable, Equatable {
    var value: Int
    var focus: PaneKind
  }

  /// One line for the person.
  struct Message: Sendable, Equatable {
    var text: String
    var role: Role
  }

  /// A knob value asked for.
  struct Request: Sendable, Equatable {
    var value: Double
    /// The round in flight when it was asked for.
    var round: Int
  }

  /// The state at the start.
  public init() {}
}
