/// A key press as the view understands it.
public enum Key: Sendable, Hashable {
  /// A printable character.
  case character(Character)
  /// Control with a letter, `control("c")`.
  case control(Character)
  /// A function key, from 1.
  case function(Int)
  /// Keys with names.
  case enter, escape, tab, backTab, backspace, delete
  /// Text that was pasted, not typed.
  case paste(String)
  /// Keys that move.
  case up, down, left, right, home, end, pageUp, pageDown
  /// What the mouse did.
  case mouse(MouseEvent)
  /// The terminal's answer to what its background is.
  case background(red: UInt8, green: UInt8, blue: UInt8)
}
