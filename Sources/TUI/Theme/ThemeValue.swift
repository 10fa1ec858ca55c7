import Plain

/// A colour as a theme file writes it: `direct / 256 / 16 / mono`, of which only the first part is
/// needed.
struct ThemeValue: Sendable, Equatable {
  /// The first part.
  var direct: Color
  /// For 256 colours; computed when nil.
  var indexed: Color?
  /// For sixteen colours; computed when nil.
  var ansi: Color?
  /// Attributes where there is no colour; the role's own when nil.
  var mono: Attributes?

  /// A colour without overrides.
  init(_ color: Color) { direct = color }

  /// Parses `text`; nil when a part makes no sense.
  ///
  /// - Parameter palette: values of the names that may follow a `$`.
  init?(_ text: String, palette: [String: ThemeValue]) {
    let parts = text.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
    guard let head = parts.first, parts.count <= 4 else { return nil }
    if head.hasPrefix("$") {
      guard let value = palette[String(head.dropFirst())] else { return nil }
      self = value
    } else {
      guard let color = Self.color(head) else { return nil }
      self.init(color)
    }
    if parts.count > 1 {
      guard let color = Self.color(parts[1]), !color.isDirect else { return nil }
      indexed = color
    }
    if parts.count > 2 {
      guard let color = Self.color(parts[2]), color.isNamed else { return nil }
      ansi = color
    }
    if parts.count > 3 {
      guard let attributes = Attributes(names: parts[3]) else { return nil }
      mono = attributes
    }
  }

  /// The colour to use with so many colours.
  func color(_ colors: Capabilities.Colors) -> Color {
    switch colors {
    case .mono: .standard
    case .direct: direct
    case .indexed: indexed ?? direct.reduced(to: .indexed)
    case .ansi: ansi ?? (indexed ?? direct).reduced(to: .ansi)
    }
  }

  private static func color(_ text: String) -> Color? {
    if text == "default" { return .standard }
    if let index = TerminalPalette.names.firstIndex(of: text) {
      return .indexed(UInt8(clamping: index))
    }
    if text.hasPrefix("#") {
      let digits = text.dropFirst()
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
        let value = UInt32(digits, radix: 16)
      else { return nil }
      let color = RGB(hex: value)
      return .rgb(color.red, color.green, color.blue)
    }
    return UInt8(text).map { .indexed($0) }
  }
}

extension Color {
  /// The nearest colour, by OKLab distance, that a terminal of so many colours has.
  public func reduced(to colors: Capabilities.Colors) -> Color {
    switch (self, colors) {
    case (.standard, _), (_, .mono): .standard
    case (.rgb(let red, let green, let blue), .indexed):
      .indexed(TerminalPalette.indexed(RGB(red, green, blue)))
    case (.rgb(let red, let green, let blue), .ansi):
      .indexed(TerminalPalette.ansi(RGB(red, green, blue)))
    case (.indexed(let index), .ansi) where index >= 16:
      .indexed(TerminalPalette.ansi(TerminalPalette.colors[Int(index)]))
    default: self
    }
  }

  /// What it looks like; nil for the terminal's own colours.
  public var rgb: RGB? {
    switch self {
    case .standard: nil
    case .indexed(let index): TerminalPalette.colors[Int(index)]
    case .rgb(let red, let green, let blue): RGB(red, green, blue)
    }
  }

  var isDirect: Bool {
    if case .rgb = self { true } else { false }
  }

  var isNamed: Bool {
    switch self {
    case .standard: true
    case .indexed(let index): index < 16
    case .rgb: false
    }
  }
}
