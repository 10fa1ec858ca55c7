/// What a mouse did on one cell of the screen.
public struct MouseEvent: Sendable, Hashable {
  /// What was done.
  public enum Kind: Sendable, Hashable {
    /// A button went down, came up, or was held while the pointer went to another cell.
    case press, release, drag
    /// The wheel was turned by a notch.
    case wheelUp, wheelDown
  }

  /// A button.
  public enum Button: Sendable, Hashable {
    case left, middle, right
  }

  /// What was done.
  public var kind: Kind
  /// The button it was done with; the wheel counts as the left one.
  public var button: Button
  /// Column of the cell, from 0.
  public var column: Int
  /// Row of the cell, from 0.
  public var row: Int

  /// Makes an event.
  public init(_ kind: Kind, _ button: Button = .left, column: Int, row: Int) {
    self.kind = kind
    self.button = button
    self.column = column
    self.row = row
  }
}
