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
  public var themes: [Theme]
  /// How the monitor is tied to the run.
  public var session: Session
  /// Rounds that can be looked at; nil switches looking back off.
  ///
  /// The caller keeps it up to date.
  public var timeline: Timeline?

  /// What the monitor itself cost lately; shown when `state.showsCost`.
  public var cost: CostReading?

  /// A monitor at the start: follows the live run, clients focused.
  public init(theme: Theme, themes: [Theme] = Theme.builtIns, session: Session = .host) {
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

  /// Focuses a pane, zoomed or not: for frames made without keys.
  public mutating func focus(_ pane: PaneKind, zoomed: Bool = false) {
    state.focus = pane
    state.zoomed = zoomed
  }
}
