import Metrics

/// The options of a monitor over something else than its run: the list of runs.
extension Monitor {
  /// Whether its options, or the themes, are open.
  public var isChoosing: Bool {
    switch state.mode {
    case .options, .themes: true
    default: false
    }
  }

  /// Opens its options.
  public mutating func openOptions() { state.mode = .options(row: 0) }

  /// Draws what is open over a part of the screen.
  func renderChoice(into canvas: inout Canvas) {
    switch state.mode {
    case .options(let row): optionsOverlay(row: row).render(into: &canvas)
    case .themes(let picker): picker.render(theme, into: &canvas)
    default: break
    }
  }

  /// Draws its bottom line.
  func renderChoiceKeys(into canvas: inout Canvas) {
    Footer.render(scene(RunSnapshot(), size: Size(width: 80, height: 24), now: 0), into: &canvas)
  }
}
