/// Keys that lay the panes out.
extension KeyTable {
  static let laying: [KeyBinding] = [
    KeyBinding(
      [.character("p")], "p", .nextPreset, "lay the panes out by the next preset", in: .panes),
    KeyBinding(
      [.character("P")], "P", .previousPreset, "lay them out by the preset before", in: .panes),
    KeyBinding([.character("+")], "+", .taller, "make the pane a row taller", in: .panes),
    KeyBinding([.character("-")], "-", .shorter, "make the pane a row shorter", in: .panes),
    KeyBinding(
      [.character("=")], "=", .asGiven, "put borders back where the preset has them", in: .panes),
  ]
}
