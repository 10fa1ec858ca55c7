import CThemes

/// Theme files that are part of the program, word for word as in `themes/`; `default` is the first.
enum BuiltInThemes {
  /// Names and contents.
  static let texts: [(name: String, text: String)] = (0..<fedtop_theme_count()).map { index in
    let theme = fedtop_theme(index)
    let bytes = UnsafeRawBufferPointer(start: theme.text, count: theme.size)
    return (String(cString: theme.name), String(decoding: bytes, as: UTF8.self))
  }
}
