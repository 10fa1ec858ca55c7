import Plain

/// The background of a terminal: what a theme is made for, or what a terminal is known to have.
public enum Background: String, Sendable, CaseIterable {
  case dark, light
  /// Either of them.
  case any

  /// What `COLORFGBG`, which some terminals set, says of the background; nil when it says nothing.
  ///
  /// Its last part is a number of the sixteen colours: 7 and 9 to 15 are light.
  public init?(colorFGBG text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    guard parts.count > 1, let index = parts.last.flatMap({ Int($0) }), (0..<16).contains(index)
    else { return nil }
    self = index == 7 || index > 8 ? .light : .dark
  }

  /// What a terminal has whose background is of this colour: light when black is easier to read on it than white.
  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    let color = RGB(red, green, blue)
    self =
      color.contrast(with: RGB(0, 0, 0)) > color.contrast(with: RGB(255, 255, 255))
      ? .light : .dark
  }

  /// How well what is made for this background suits a terminal that has `other`.
  func fit(_ other: Background) -> Int {
    self == other ? 2 : self == .any ? 1 : 0
  }
}

/// Whose eyes a theme promises to serve.
enum Sight: String, Sendable, CaseIterable {
  case full
  /// Red and green look alike to one man in twenty.
  case deuteranopia
}
