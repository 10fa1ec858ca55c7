/// Keys of the list of options, and of the list of themes.
extension KeyTable {
  static let options: [KeyBinding] =
    [
      KeyBinding([.left], "left", .valueBefore, "take the value before", in: .options),
      KeyBinding([.right], "right", .valueNext, "take the next value", in: .options),
      KeyBinding(
        [.enter, .character(" ")], "enter space", .accept,
        "take the next value; on the theme: show all themes", in: .options),
      KeyBinding(
        [.character("w")], "w", .saveOptions,
        "write what was changed into the file; nothing else ever does", in: .options),
    ] + moving("option", in: .options) + [
      KeyBinding(
        [.escape, .character("O")], "esc O", .cancel, "close the list; changes stay", in: .options),
      KeyBinding([.enter], "enter", .accept, "keep the theme", in: .themes),
      KeyBinding([.escape], "esc", .cancel, "return to the theme before", in: .themes),
    ] + moving("theme", in: .themes)
}
