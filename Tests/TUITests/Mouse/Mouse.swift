import Metrics

@testable import TUI

/// A mouse over a monitor, and eyes for what lies under it.
struct Mouse {
  var monitor = Monitor(theme: .standard)
  let snapshot: RunSnapshot
  let size: Size
  let capabilities: Capabilities

  /// A monitor of a run of 30 rounds, drawn once.
  init(_ size: Size, _ snapshot: RunSnapshot = SampleRun().snapshot, unicode: Bool = true) {
    self.snapshot = snapshot
    self.size = size
    capabilities = Capabilities(colors: .indexed, unicode: unicode)
    monitor.timeline = Timeline(first: 1, last: 30, state: .running, record: snapshot)
    monitor.screen = (size, capabilities)
  }

  /// Does one thing with the left button or the wheel.
  mutating func send(_ kind: MouseEvent.Kind, _ column: Int, _ row: Int) -> [MonitorEffect] {
    monitor.handle(.mouse(MouseEvent(kind, column: column, row: row)), snapshot: snapshot)
  }

  /// The button down, and up again.
  mutating func click(_ column: Int, _ row: Int) -> [MonitorEffect] {
    send(.press, column, row) + send(.release, column, row)
  }

  /// A key press.
  mutating func press(_ key: Key) -> [MonitorEffect] { monitor.handle(key, snapshot: snapshot) }

  /// The key of a letter.
  mutating func press(_ letter: Character) -> [MonitorEffect] { press(.character(letter)) }

  var layout: Layout { monitor.layout(snapshot, size: size) }

  /// The cells of a pane, as it is shown now.
  func place(_ pane: PaneKind) -> Rect? {
    (layout.panes + layout.summaries).first { $0.pane == pane }?.rect
  }

  /// What a click would be about.
  func target(_ column: Int, _ row: Int) -> MouseTarget? {
    monitor.target(column: column, row: row, snapshot)
  }

  /// The character of a cell.
  func cell(_ column: Int, _ row: Int) -> Character { frame[column, row].character }

  /// What is drawn in a part of a row, without the blanks around it.
  func text(_ row: Int, _ columns: Range<Int>) -> String {
    let frame = frame
    let text = String(columns.map { frame[$0, row].character })
    return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The column in which a word begins.
  func column(of word: String, _ row: Int, _ columns: Range<Int>) -> Int? {
    let text = String(columns.map { frame[$0, row].character })
    return text.firstRange(of: word).map {
      columns.lowerBound + text.distance(from: text.startIndex, to: $0.lowerBound)
    }
  }

  /// The first row of the knobs with a text.
  func row(of text: String) -> Int? {
    guard let place = place(.knobs) else { return nil }
    return (place.y..<place.maxY).first { column(of: text, $0, place.x..<place.maxX) != nil }
  }

  private var frame: Grid {
    monitor.render(snapshot, size: size, capabilities: capabilities)
  }
}
