import Metrics

/// The record of a pane: what it is called, where it stands, what it needs, how it is drawn, and what
/// keys and clicks are about in it.
protocol Pane: Sendable {
  /// What its frame says, and how options and presets name it.
  var title: String { get }
  /// The key that goes to it.
  var key: Character { get }
  /// Its place among those who get rows: 1 is asked first.
  var priority: Int { get }
  /// Where it stands as long as no preset says otherwise.
  var place: PanePlace { get }
  /// What it makes of more rows than it prefers.
  var appetite: Appetite { get }
  /// The context of the keys that are its own; nil: it has none.
  var keys: KeyContext? { get }
  /// What `/` filters in it; nil: it leads to the clients.
  var filter: PaneFilter? { get }

  /// Whether the run has what it shows; a pane that has nothing to show stands on the screen only while it is focused.
  func isThere(_ snapshot: RunSnapshot) -> Bool
  /// Rows inside of the frame without which it says too little.
  func minimumRows(_ scene: Scene) -> Int
  /// Rows inside of the frame that it wants, given its columns.
  func preferredRows(_ scene: Scene, width: Int) -> Int
  /// What the right end of its frame says.
  func note(_ scene: Scene) -> [Span]
  /// Draws into the inside of its frame; `scene.state.zoomed` says that it has the screen for itself,
  /// and room for more detail.
  func render(_ scene: Scene, into canvas: inout Canvas)
  /// The pane in one line.
  func summary(_ scene: Scene) -> [Span]

  /// What the cell at (`x`, `y`) of its inside is, for clicks; nil: nothing that can be picked.
  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget?
  /// Whether there is a bar in it that goes over rows.
  var hasBar: Bool { get }
  /// The rows that a bar goes over; nil: nothing can be selected in it.
  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar?
  /// Puts the bar on a row.
  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState)
  /// Opens what is under the bar, where its keys say so.
  func open(_ snapshot: RunSnapshot, in monitor: inout Monitor) -> [MonitorEffect]
  /// Why nothing can be opened; nil when something can.
  func openRefusal(_ snapshot: RunSnapshot, _ timeline: Timeline?) -> String?
}

/// What a pane need not say.
extension Pane {
  var keys: KeyContext? { nil }
  var hasBar: Bool { false }
  var filter: PaneFilter? { nil }
  func isThere(_ snapshot: RunSnapshot) -> Bool { true }
  func note(_ scene: Scene) -> [Span] { [] }
  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? { nil }
  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar? {
    nil
  }
  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState) {}
  func open(_ snapshot: RunSnapshot, in monitor: inout Monitor) -> [MonitorEffect] { [] }
  func openRefusal(_ snapshot: RunSnapshot, _ timeline: Timeline?) -> String? { nil }
}

/// Where a pane stands.
struct PanePlace: Sendable {
  /// Its column where there are two, from 0.
  let ofTwo: Int
  /// Its column where there are three.
  let ofThree: Int
  /// The lowest rung with columns that has it while it is not focused.
  var from = Rung.compact
}

/// What a pane makes of more rows than it prefers.
public enum Appetite: Int, Sendable, Comparable {
  /// Nothing.
  case none
  /// It can show more.
  case some
  /// It makes the most of a row, and has it before the others.
  case most

  /// Orders by how much is made of a row.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Rows of a pane with a bar on one of them.
struct PaneBar: Equatable {
  /// How many rows there are, from top to bottom.
  let count: Int
  /// The row under the bar; nil: none is selected yet.
  let row: Int?
}

/// A text that a pane is filtered by.
struct PaneFilter: Sendable {
  /// Where the text is kept.
  let text: any WritableKeyPath<MonitorState, String> & Sendable
  /// What can be typed.
  let hint: String
}
