import Metrics

/// What the person at the monitor has chosen: everything on the screen that is not the run.
public struct MonitorState: Sendable, Equatable {
  /// The pane that keys go to.
  public var focus: PaneKind = .clients
  /// Whether the focused pane has the screen for itself.
  public var zoomed = false
  /// Which panes are shown, and where.
  public internal(set) var preset = Preset.everything
  /// How far borders were moved, by the name of the preset.
  var resized: [String: Resizing] = [:]
  /// The round looked at; nil follows the live run.
  ///
  /// The caller supplies the snapshot of that round.
  public var cursor: Int?

  /// What the clients are shown by.
  var clientsView: ClientsView = .training
  /// Order of the clients.
  var sort: ClientSort = .id
  /// Whether the order is turned round.
  var sortReversed = false
  /// Whether the clients of the round in flight come first.
  var cohortOnTop = true
  /// The client under the bar.
  var selectedClient: Int?
  /// The client that is looked at alone; nil: none.
  var openClient: Int?
  /// What clients are filtered by; empty for all.
  var filter = ""
  /// The layer under the crosshair.
  var selectedLayer: Int?
  /// What layers and modules are filtered by; empty for all.
  var layerFilter = ""
  /// Whether axes tell what was done to the run.
  var showsMarks = true
  /// What curves stand over.
  var curveAxis: CurveAxis = .rounds
  /// What the loss of training is drawn with.
  var curveDetail: CurveDetail = .plain
  /// Whether losses are drawn by their logarithms.
  var logLoss = false
  /// What the Fisher pane shows.
  var fisherView: FisherView = .modules
  /// How heat is laid out.
  var heatScaling: HeatScaling = .log
  /// Bounds of heat that hold whatever comes; nil: those of the run.
  var heatLock: ValueScale?
  /// Name of the knob that `[` and `]` move; nil for the sparsity.
  var selectedKnob: String?
  /// What log lines are filtered by; empty for all.
  var logFilter = ""
  /// How much the log tells.
  var logDetail: LogDetail = .story
  /// Log lines scrolled back from the newest.
  var logOffset = 0

  /// What the button of the mouse went down on, until it comes up.
  var grip: MouseTarget?
  /// A knob's value that a click has shown and a second one sets.
  var preview: Preview?
  /// Rows at which a click holds a list: the first one shown, in the log the last.
  var held: [PaneKind: Int] = [:]

  /// What the person wishes the screen to be like.
  var display = DisplayWishes()
  /// Whether the monitor shows what it costs itself.
  public internal(set) var showsCost = false
  /// What typed keys mean.
  var mode: Mode = .normal
  /// One line for the person, until the next key.
  var message: Message?
  /// Turns of knobs, with the value that each had before: what `u` takes back, the last first.
  var turns: [Turn] = []
  /// Lines that were typed, the newest last.
  var typed: [String] = []
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
    /// A command is being typed.
    case command(TypedLine)
    /// A branch is being prepared; its knobs can be turned.
    case branching(Draft)
    /// Asked whether to leave the live run for a branch.
    case leaving(Draft)
    /// What the run's numbers say of its method, with the bar on a line.
    case diagnosis(row: Int)
    /// The options of the monitor, with the bar on one.
    case options(row: Int)
    /// A theme is being chosen from the list of all.
    case themes(ThemePicker)
    /// Asked whether to quit.
    case quitting
  }

  /// One line for the person.
  struct Message: Sendable, Equatable {
    var text: String
    var role: Role
  }

  /// A knob's value that nobody has asked for yet.
  struct Preview: Sendable, Equatable {
    var knob: String
    var value: Double
  }

  /// A turn of a knob, of one press or many for the same round.
  struct Turn: Sendable, Equatable {
    var knob: String
    /// The value before.
    var value: Double
    /// The first round that it changes.
    var round: Int
  }

  /// A knob value asked for.
  struct Request: Sendable, Equatable {
    var value: Double
    /// The round in flight when it was asked for.
    var round: Int
  }

  /// The state at the start.
  public init() {}

  /// The filter of the pane that keys go to.
  var typedFilter: String {
    get { self[keyPath: focus.pane.filter?.text ?? \.filter] }
    set { self[keyPath: focus.pane.filter?.text ?? \.filter] = newValue }
  }

  /// How far borders of the preset were moved.
  var resizing: Resizing {
    get { resized[preset.name] ?? Resizing() }
    set { resized[preset.name] = newValue == Resizing() ? nil : newValue }
  }
}
