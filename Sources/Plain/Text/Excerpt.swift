/// A short piece of untrusted text that is safe inside a one-line message.
///
/// - Parameter limit: the most Unicode scalars; what is cut off shows as an ellipsis.
public func excerpt(_ text: String, limit: Int = 40) -> String {
  var out = String.UnicodeScalarView()
  for (count, scalar) in text.unicodeScalars.enumerated() {
    guard count < limit else {
      out.append("…")
      break
    }
    out.append(scalar.steersTerminal ? "\u{FFFD}" : scalar)
  }
  return String(out)
}

/// `text` without control characters: nothing from data or names may steer a terminal.
public func printable(_ text: String) -> String {
  guard !text.isPrintable else { return text }
  let kept = text.unicodeScalars.map { $0.steersTerminal ? "\u{FFFD}" : $0 }
  return String(String.UnicodeScalarView(kept))
}

extension String {
  /// Whether no character of it steers a terminal.
  public var isPrintable: Bool { !unicodeScalars.contains(where: \.steersTerminal) }
}

extension Unicode.Scalar {
  /// Whether a terminal may act on it rather than show it: controls, and what turns the direction
  /// or the line.
  public var steersTerminal: Bool {
    if (0x20..<0x7f).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
