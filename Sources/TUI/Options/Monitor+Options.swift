extension Monitor {
  /// Takes over the value of an option from somebody who has said it.
  ///
  /// - Parameter word: what `MonitorOption.problem` finds nothing wrong with.
  public mutating func setOption(_ key: String, to word: String, from source: OptionSource) {
    MonitorOption.named(key)?.write(&self, word)
    note(key, from: source)
  }

  /// Keeps in mind who said the value that an option has.
  public mutating func note(_ key: String, from source: OptionSource) {
    guard let option = MonitorOption.named(key) else { return }
    origins[key] = OptionOrigin(value: option.read(self), source: source)
  }

  /// Options that the person has set and the file does not say, as words by key.
  public var unsaved: [String: String] {
    let options = MonitorOption.all.filter { source(of: $0).isUnsaved }
    return Dictionary(options.map { ($0.key, $0.read(self)) }) { $1 }
  }

  /// Notes that the file says now what was set.
  public mutating func noteSaved() {
    for key in unsaved.keys { note(key, from: .file) }
  }

  /// Takes over all options of another monitor, which a person has used.
  public mutating func adoptOptions(of other: Monitor) {
    // The theme is there, as it was read.
    for option in MonitorOption.all where option.kind != .theme {
      option.write(&self, option.read(other))
    }
    (theme, origins) = (other.theme, other.origins)
    state.message = nil
  }

  /// Where the value of an option comes from.
  func source(of option: MonitorOption) -> OptionSource {
    let value = option.read(self)
    guard let origin = origins[option.key] else {
      return value == option.standard ? .standard : .changed
    }
    return value == origin.value ? origin.source : .changed
  }

  /// Takes a key while the options are open.
  mutating func answerOptions(_ action: MonitorAction, row: Int) -> [MonitorEffect] {
    let option = MonitorOption.all[max(0, min(row, MonitorOption.all.count - 1))]
    switch action {
    case .accept where option.kind == .theme: chooseTheme(from: row)
    case .accept, .valueNext: return change(option, 1)
    case .valueBefore: return change(option, -1)
    case .saveOptions: return save()
    case .up, .down, .pageUp, .pageDown, .top, .bottom:
      state.mode = .options(row: action.moved(from: row, count: MonitorOption.all.count) ?? 0)
    default: state.mode = .normal
    }
    return []
  }

  private mutating func save() -> [MonitorEffect] {
    if optionsPath == nil {
      say("there is no folder for the file: neither XDG_CONFIG_HOME nor HOME is set", .warn)
    } else if unsaved.isEmpty {
      say("nothing was changed that is not in the file", .text)
    } else {
      return [.saveOptions]
    }
    return []
  }

  private mutating func change(_ option: MonitorOption, _ step: Int) -> [MonitorEffect] {
    let words: [String]
    switch option.kind {
    case .theme: return nextTheme(step)
    case .flag: words = ["false", "true"]
    case .choice(let choices): words = choices
    }
    let index = words.firstIndex(of: option.read(self)) ?? 0
    let (name, mouse) = (theme.name, state.display.mouse)
    option.write(&self, words[index.cycled(by: step, of: words.count)])
    return (theme.name == name ? [] : [.themeChanged(theme.name)])
      + (state.display.mouse == mouse ? [] : [.mouse(state.display.mouse)])
  }

  /// The list of options, with the bar on a row.
  func optionsOverlay(row: Int) -> OptionsOverlay {
    let rows = MonitorOption.all.map { option in
      OptionsOverlay.Row(
        option: option, value: option.shown(option.read(self)), source: source(of: option))
    }
    return OptionsOverlay(rows: rows, selected: row, path: optionsPath)
  }
}
