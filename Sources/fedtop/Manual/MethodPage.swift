import Metrics
import Sim

/// All that there is to say of one method, for a terminal or as a section of docs/methods.md: the same text.
struct MethodPage {
  let recipe: MethodRecipe

  private var card: MethodCard { recipe.card }
  private var isAblation: Bool { !recipe.pinned.isEmpty }

  private var facts: [(name: String, text: String)] {
    [
      ("source", recipe.source), ("trained", card.trains), ("travels", card.travels),
      ("kept between rounds", card.keeps), ("passes beside training's", card.passes),
    ]
  }

  /// What of its settings it is named after, or has first values of its own for.
  private var ownValues: [String] {
    let values = recipe.firstValues.merging(recipe.pinned) { $1 }
    return values.sorted { $0.key < $1.key }
      .map { "\($0.key) = \($0.value)\(recipe.pinned[$0.key] == nil ? "" : " (fixed)")" }
  }

  /// Equations, what it does and why, and departures: in both forms, in lines of at most `width` columns but for equations.
  private func body(width: Int) -> [String] {
    var lines = card.equations.split(separator: "\n").map { "    \($0)" }
    for paragraph in MethodCard.paragraphs(card.text) {
      lines.append("")
      lines += Paragraph.wrapped(paragraph, width: width)
    }
    if !card.departures.isEmpty { lines += ["", "Where it departs from its paper:"] }
    for paragraph in MethodCard.paragraphs(card.departures) {
      lines += Paragraph.wrapped("- \(paragraph)", width: width, indent: 2)
    }
    return lines
  }

  // MARK: For a terminal

  /// Lines of at most `width` columns, but for equations and the source.
  func plain(width: Int) -> [String] {
    var lines = Paragraph.wrapped("\(recipe.name): \(recipe.summary)", width: width)
    lines += ["", "source: \(recipe.source)"]
    lines += facts.dropFirst().flatMap { fact in
      Paragraph.wrapped("\(fact.name): \(fact.text)", width: width, indent: 2)
    }
    if !isAblation { lines += [""] + body(width: width) }
    if !ownValues.isEmpty {
      lines.append("")
      lines += Paragraph.wrapped(
        "Its own first values: " + ownValues.joined(separator: ", "), width: width)
    }
    lines.append("")
    lines += Paragraph.wrapped(
      "knobs: " + recipe.knobs.compactMap { $0.knob?.name }.joined(separator: ", "), width: width)
    guard !isAblation else { return lines }
    lines += ["", "Settings, with what every run has (`fedtop config --print`):"]
    for setting in recipe.settings {
      let knob = setting.knob == nil ? "" : "  (a knob)"
      lines.append("  \(setting.key) = \(recipe.firstValue(of: setting))\(knob)")
      lines += Paragraph.wrapped("\(setting.help) \(sentence(setting))", width: width - 6)
        .map { "      \($0)" }
    }
    return lines
  }

  private func sentence(_ setting: Setting) -> String {
    let text = setting.expectation
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  // MARK: As a section of a page

  /// The section, lines of at most 118 columns but for tables.
  var markdown: [String] {
    let width = 118
    var lines = ["## \(recipe.name)", ""] + Paragraph.wrapped(recipe.summary, width: width)
    lines.append("")
    if isAblation {
      lines += Paragraph.wrapped("Fixed: " + ownValues.joined(separator: ", ") + ".", width: width)
      return lines + [""]
    }
    lines += facts.flatMap { fact in
      Paragraph.wrapped("- \(fact.name): \(fact.text)", width: width, indent: 2)
    }
    lines += [""] + body(width: width)
    if !ownValues.isEmpty {
      lines.append("")
      lines += Paragraph.wrapped(
        "Its own first values: " + ownValues.joined(separator: ", ") + ".", width: width)
    }
    lines += ["", "| setting | first value | may be | |", "|---|---|---|---|"]
    lines += recipe.settings.map { setting in
      "| `\(setting.key)` | \(recipe.firstValue(of: setting)) | \(setting.expectation) | \(setting.help) |"
    }
    return lines + [""]
  }
}

/// Text broken into lines at spaces.
enum Paragraph {
  /// Lines of at most `width` columns; those behind the first begin with `indent` spaces.
  static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = (lines.isEmpty ? "" : margin) + word
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = margin + word
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
