import Plain

/// Screens one after the other as a recording, which asciinema and its web player show.
///
/// The format is asciicast, version 2: a header, then a line an event, each a JSON value. A screen is
/// its difference to the one before, as it would be sent to a terminal.
public struct Cast: Sendable {
  /// The recording so far.
  public private(set) var text = ""
  private var shown: Grid

  /// A recording that begins with an empty screen.
  ///
  /// - Parameters:
  ///   - size: the screen.
  ///   - title: what players show above it.
  ///   - timestamp: when what is recorded began, seconds since 1970.
  public init(size: Size, title: String, timestamp: Int) {
    shown = Grid(size)
    write(
      .object([
        "version": .integer(2), "width": .integer(shown.size.width),
        "height": .integer(shown.size.height), "timestamp": .integer(timestamp),
        "title": .string(Text.clean(title)), "env": .object(["TERM": .string("xterm-256color")]),
      ]))
    event("\u{1B}[?25l\u{1B}[0m\u{1B}[2J", at: 0)
  }

  /// Shows a screen of the size of the recording, at so many seconds from its beginning.
  public mutating func show(_ grid: Grid, at seconds: Double) {
    let changes = GridText.changes(from: shown, to: grid)
    shown = grid
    if !changes.isEmpty { event(changes, at: seconds) }
  }

  /// Ends the recording: the terminal has its cursor again, on the last row.
  public mutating func end(at seconds: Double) {
    event("\u{1B}[\(max(1, shown.size.height));1H\u{1B}[?25h", at: seconds)
  }

  private mutating func event(_ output: String, at seconds: Double) {
    let milliseconds = (seconds * 1000).rounded() / 1000
    write(.array([.number(milliseconds), .string("o"), .string(output)]))
  }

  private mutating func write(_ value: JSONValue) {
    text += value.serialized(indented: false) + "\n"
  }
}
