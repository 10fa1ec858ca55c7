// Written by scripts/make-themes from the files in themes/.

/// Theme files that are part of the program, word for word as in `themes/`; `default` is the first.
enum BuiltInThemes {
  static let texts = [
    (name: "default", text: standard),
    (name: "ansi", text: ansi),
    (name: "aurora", text: aurora),
    (name: "cividis", text: cividis),
    (name: "cividis-light", text: cividisLight),
    (name: "ember", text: ember),
    (name: "high-contrast", text: highContrast),
    (name: "high-contrast-light", text: highContrastLight),
    (name: "lagoon", text: lagoon),
    (name: "lagoon-light", text: lagoonLight),
    (name: "light", text: light),
    (name: "mono", text: mono),
    (name: "orchid", text: orchid),
    (name: "paper", text: paper),
  ]
}
