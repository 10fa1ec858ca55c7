/// What rows are filtered by: a text that they hold or, behind a slash, a regular expression that is found in them, whatever
/// the case of letters.
struct TextFilter {
  private enum Wanted {
    case all
    case text(String)
    case pattern(Regex<AnyRegexOutput>)
  }

  private let wanted: Wanted
  /// Why a regular expression is none, in a line; such a filter lets everything through.
  let problem: String?

  /// A filter as it is typed: `spar`, or `/^r1[0-9]/`, whose last slash can be left out; nothing lets everything through.
  init(_ text: String) {
    guard text.hasPrefix("/") else {
      (wanted, problem) = (text.isEmpty ? .all : .text(text.lowercased()), nil)
      return
    }
    let rest = text.dropFirst()
    let pattern = rest.hasSuffix("/") && !rest.hasSuffix("\\/") ? rest.dropLast() : rest
    guard !pattern.isEmpty else {
      (wanted, problem) = (.all, nil)
      return
    }
    guard !Self.isRunaway(pattern) else {
      (wanted, problem) = (.all, "a repeated group of repeats or choices would take too long")
      return
    }
    do {
      (wanted, problem) = (.pattern(try Regex(String(pattern)).ignoresCase()), nil)
    } catch {
      (wanted, problem) = (.all, "no regular expression: \(error)")
    }
  }

  /// Whether it asks for a pattern that can be looked for.
  var isPattern: Bool { if case .pattern = wanted { true } else { false } }

  /// Whether a row with such words is shown.
  func matches(_ row: String) -> Bool {
    switch wanted {
    case .all: true
    case .text(let text): row.lowercased().contains(text)
    case .pattern(let pattern): (try? pattern.firstMatch(in: row)) != nil
    }
  }

  /// Whether a group that is repeated holds repeats or choices itself: a row without a match is then tried in as many ways as
  /// two to the power of its length.
  private static func isRunaway(_ pattern: Substring) -> Bool {
    // Of each group that is open, whether it holds one; and of the group that ends right before.
    var open = [false]
    var before = false
    var isEscaped = false
    for character in pattern {
      var ended = false
      switch character {
      case _ where isEscaped: break
      case "(": open.append(false)
      case ")" where open.count > 1:
        ended = open.removeLast()
        open[open.count - 1] = open[open.count - 1] || ended
      case "*", "+", "{":
        if before { return true }
        open[open.count - 1] = true
      case "|": open[open.count - 1] = true
      default: break
      }
      isEscaped = character == "\\" && !isEscaped
      before = ended
    }
    return false
  }
}

extension Span {
  /// How many rows a filter has found, in its pane's frame.
  static func found(_ count: Int, by filter: TextFilter) -> Span {
    if filter.problem != nil { return Span("no pattern", .warn) }
    return count == 0 ? Span("no match", .warn) : Span("\(count)", .text)
  }
}
