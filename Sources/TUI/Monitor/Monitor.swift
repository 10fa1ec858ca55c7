import Metrics

/// The terminal monitor as a value: what the person has chosen, and the pure view of a run.
///
/// It knows no terminal and no clock. Keys go in and effects come out (`handle`); a snapshot and a
/// size go in and a grid of cells comes out (`render`). The same snapshot, state, size, theme and
/// time always give the same frame.
public struct Monitor: Sendable {
  /// What the person has chosen.
  public internal(set) var state = MonitorState()
  /// How it all looks.
  public var theme: Theme
  /// Themes that the theme key goes through.
  public var themes: ThemeShelf
  /// Presets that the preset keys go through.
  public var presets = Preset.builtIns
  /// What keys do.
  public var keys = KeyMap.standard
  /// Values of options that somebody has said, by key.
  var origins: [String: OptionOrigin] = [:]
  /// Where options are written to; nil where they cannot be.
  public var optionsPath: String?
  /// What the monitor itself has to say, in the log.
  public private(set) var remarks: [Notice] = []
  /// How the monitor is tied to the run.
  public var session: Session
  /// Rounds that can be looked at; nil switches looking back off.
  ///
  /// The caller keeps it up to date.
  public var timeline: Timeline?

  /// Names of the runs beside this one, for typed lines.
  ///
  /// The caller keeps them up to date.
  public var runs: [String] = []

  /// The client that is looked at alone; nil: none.
  public var openClient: Int? { state.openClient }

  /// What is known of that client beside what the record tells.
  ///
  /// The caller keeps it up to date.
  public var detail: ClientDetail?

  /// Size and glyphs of the frame that was drawn last, which the mouse points into; nil: none was drawn.
  ///
  /// The caller keeps it up to date.
  public var screen: (size: Size, capabilities: Capabilities)?
  /// The theme to go over to when the terminal tells what its background is; nil where the person has chosen one.
  public var themeOnBackground: (@Sendable (Background) -> Theme?)?

  /// Whether it was opened from the list of runs, to which escape goes back.
  public var isOverBrowser = false

  /// What the monitor itself cost lately; shown when `state.showsCost`.
  public var cost: CostReading?

  /// A monitor at the start: follows the live run, clients focused.
  public init(theme: Theme, themes: ThemeShelf = .builtIn, session: Session = .host) {
    self.theme = theme
    self.themes = themes
    self.session = session
  }

  /// Puts the cursor on a round; nil returns to the live run.
  public mutating func look(at round: Int?) {
    state.cursor = round
  }

  /// Shows one line at the bottom, until the next key.
  public mutating func say(_ text: String, _ role: Role = .text) {
    state.message = MonitorState.Message(text: text, role: role)
  }

  /// Says something in the log, at a round, and for a while at the bottom.
  public mutating func remark(_ text: String, _ level: Notice.Level = .warning, round: Int = 0) {
    // What goes wrong again and again is not worth a line each time.
    remarks = remarks.filter { $0.text != text }.suffix(99)
    remarks.append(Notice(level: level, round: round, text: text))
    say(text, level == .info ? .text : .warn)
  }

  /// A run with what the monitor itself has to say in its log.
  func withRemarks(_ snapshot: RunSnapshot) -> RunSnapshot {
    remarks.reduce(into: snapshot) { $0.apply(.notice($1)) }
  }

  /// Whether a command is being typed, which may name a run.
  public var isTypingCommand: Bool { if case .command = state.mode { true } else { false } }

  /// Whether a line is shown at the bottom that is not the keys.
  public var hasMessage: Bool { state.message != nil }

  /// Shows the keys again.
  public mutating func forgetMessage() { state.message = nil }

  /// Focuses a pane, zoomed or not: for frames made without keys.
  public mutating func focus(_ pane: PaneKind, zoomed: Bool = false) {
    state.focus = pane
    state.zoomed = zoomed
  }
}
