import Plain

/// What stands for the terminal's own colours in a drawing.
struct Paper {
  /// The terminal's foreground.
  let ink: RGB
  /// The terminal's background.
  let ground: RGB

  /// Dark, unless the theme is made for white.
  init(_ theme: Theme) {
    let isLight = theme.background == .light
    ink = isLight ? RGB(0x20, 0x20, 0x20) : RGB(0xd8, 0xd8, 0xd8)
    ground = isLight ? RGB(0xff, 0xff, 0xff) : RGB(0x16, 0x18, 0x1c)
  }

  /// The colours of a style, as they are seen.
  func colors(_ style: Style) -> (ink: RGB, ground: RGB) {
    let ink = style.foreground.rgb ?? ink
    let ground = style.background.rgb ?? ground
    return style.reverse ? (ground, ink) : (ink, ground)
  }
}

extension RGB {
  /// As XML has it, such as `#16181c`.
  var hex: String {
    "#"
      + [red, green, blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }.joined()
  }
}
