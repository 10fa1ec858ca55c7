extension Monitor {
  /// Goes over to the next theme that can be read, or to the one before.
  mutating func nextTheme(_ step: Int = 1) -> [MonitorEffect] {
    let names = themes.names
    guard !names.isEmpty else { return [] }
    let index = names.firstIndex(of: theme.name) ?? (step > 0 ? -1 : 0)
    for distance in 1...names.count {
      let effects = use(theme: names[index.cycled(by: distance * step, of: names.count)])
      if !effects.isEmpty { return effects }
    }
    return []
  }

  /// Goes over to a theme; one that cannot be read is told of.
  mutating func use(theme name: String) -> [MonitorEffect] {
    do {
      theme = try themes.theme(name)
      themeOnBackground = nil
      say("theme \(theme.name)")
      return [.themeChanged(theme.name)]
    } catch {
      say("\(error)", .error)
      return []
    }
  }

  /// Takes the theme in use anew, from its file as it is now.
  public mutating func reload(_ fresh: Theme) {
    guard fresh.file == theme.file else { return }
    var fresh = fresh
    fresh.reference = theme.reference
    theme = fresh
    say("theme \(theme.name) read again: its file has changed")
  }

  /// Says what the terminal's background is: a theme that is made for the other one gives way to its twin.
  mutating func stand(on wish: BackgroundWish) {
    state.display.background = wish
    guard let background = Background(rawValue: wish.rawValue) else { return }
    themeOnBackground = nil
    guard let other = try? themes.twin(of: theme, on: background) else { return }
    // A theme that the person has not chosen here is none that is to be written down.
    let isChosen = MonitorOption.named("theme").map { source(of: $0).isUnsaved } ?? false
    let reason = "the twin of \(theme.name)"
    theme = other
    if !isChosen { note("theme", from: .other(reason)) }
  }

  /// Opens the list of all themes, over a line of the options or over the panes.
  mutating func chooseTheme(from row: Int?) {
    var names = themes.names
    // A theme that was named by its path stands before the others.
    if theme.reference != theme.name || !names.contains(theme.name) {
      names.insert(theme.reference, at: 0)
    }
    state.mode = .themes(
      ThemePicker(
        names: names, row: names.firstIndex(of: theme.reference) ?? 0, before: theme,
        optionsRow: row))
  }

  /// Takes a key while a theme is chosen: what is under the bar is in use at once.
  mutating func answerThemes(_ action: MonitorAction, _ picker: ThemePicker) -> [MonitorEffect] {
    var picker = picker
    let name = theme.name
    switch action {
    case .up, .down, .pageUp, .pageDown, .top, .bottom:
      picker.row = action.moved(from: picker.row, count: picker.names.count) ?? 0
      do {
        theme = try themes.theme(picker.names[picker.row])
        picker.problem = nil
      } catch {
        picker.problem = "\(error)"
      }
      state.mode = .themes(picker)
    case .accept:
      state.mode = picker.optionsRow.map { .options(row: $0) } ?? .normal
      if theme != picker.before { themeOnBackground = nil }
      say("theme \(theme.name)")
    default:
      theme = picker.before
      state.mode = picker.optionsRow.map { .options(row: $0) } ?? .normal
    }
    return theme.name == name ? [] : [.themeChanged(theme.name)]
  }
}
