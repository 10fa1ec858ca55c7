extension MonitorOption {
  /// All options, in the order of the list.
  public static let all: [MonitorOption] = screen + clients + curves + fisher

  private static let screen = [
    MonitorOption(
      key: "theme", group: "screen", help: "Colours by meaning; enter shows all themes as you move",
      kind: .theme, read: { $0.theme.reference }, write: { _ = $0.use(theme: $1) }),
    MonitorOption(
      key: "background", group: "screen",
      help: "What the terminal's background is: a theme made for the other gives way to its twin",
      kind: .choice(BackgroundWish.allCases.map(\.rawValue)),
      read: { $0.state.display.background.rawValue },
      write: { $0.stand(on: BackgroundWish(rawValue: $1) ?? .auto) }),
    choice(
      "color", "screen",
      "Colours to draw with; in the monitor there can be less, and not more than it began with",
      \.state.display.color),
    choice(
      "glyphs", "screen", "Block and braille characters, or ASCII; utf8 waits for the next start",
      \.state.display.glyphs),
    flag(
      "mouse", "screen", "Clicks and the wheel go to the monitor; off: the terminal selects text",
      \.state.display.mouse),
    flag("cost", "screen", "A line with what the monitor itself costs", \.state.showsCost),
  ]

  private static let clients = [
    choice(
      "clients_view", "clients", "How clients train, or what data each has", \.state.clientsView),
    choice("client_sort", "clients", "What the clients are ordered by", \.state.sort, \.name),
    flag("client_reverse", "clients", "The order turned round", \.state.sortReversed),
    flag(
      "cohort_on_top", "clients", "The clients of the round in flight come first",
      \.state.cohortOnTop),
  ]

  private static let curves = [
    choice("curve_axis", "curves", "What the curves stand over", \.state.curveAxis, \.word),
    choice(
      "curve_detail", "curves",
      "The loss as it is, smoothed, or in a band from the worst to the best tenth of the clients",
      \.state.curveDetail, \.word),
    flag("log_loss", "curves", "Losses drawn by their logarithms", \.state.logLoss),
    flag(
      "marks", "curves", "What was done to the run has its marks on the axes", \.state.showsMarks),
  ]

  private static let fisher = [
    choice("fisher_view", "fisher", "What stands beside the layers", \.state.fisherView),
    choice(
      "heat_scale", "fisher", "How values are laid out on the ramp of heat", \.state.heatScaling,
      \.word),
  ]

  private static func flag(
    _ key: String, _ group: String, _ help: String,
    _ path: any WritableKeyPath<Monitor, Bool> & Sendable
  ) -> MonitorOption {
    MonitorOption(
      key: key, group: group, help: help, kind: .flag, read: { "\($0[keyPath: path])" },
      write: { $0[keyPath: path] = $1 == "true" })
  }

  private static func choice<Choice: CaseIterable & RawRepresentable<String> & Sendable>(
    _ key: String, _ group: String, _ help: String,
    _ path: any WritableKeyPath<Monitor, Choice> & Sendable,
    _ word: any KeyPath<Choice, String> & Sendable = \.rawValue
  ) -> MonitorOption {
    let choices = Choice.allCases.map { (word: $0[keyPath: word], choice: $0) }
    return MonitorOption(
      key: key, group: group, help: help, kind: .choice(choices.map(\.word)),
      read: { $0[keyPath: path][keyPath: word] },
      write: { monitor, text in
        let found = choices.first { $0.word == text }
        if let found { monitor[keyPath: path] = found.choice }
      })
  }
}

extension CurveAxis {
  /// In a word.
  var word: String { self == .time ? "time" : rawValue }
}

extension CurveDetail {
  /// In a word.
  var word: String { self == .band ? "band" : rawValue }
}

extension HeatScaling {
  /// In a word.
  var word: String { self == .column ? "each-alone" : rawValue }
}
