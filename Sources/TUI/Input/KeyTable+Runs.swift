/// Keys of the diagnosis, and of the list of runs.
extension KeyTable {
  static let diagnosis: [KeyBinding] =
    moving("line", in: .diagnosis) + [
      KeyBinding(
        [.enter], "enter", .accept,
        "go to the round where it was first beyond its bound, and to the pane that shows why",
        in: .diagnosis),
      KeyBinding(
        [.escape, .character("d")], "esc d", .cancel, "close the diagnosis", in: .diagnosis),
    ]

  static let runs: [KeyBinding] =
    [
      KeyBinding(
        [.enter], "enter", .open, "watch the run: a live one is attached, a stored one played",
        hint: "watch", in: .browser),
      KeyBinding(
        [.character(" ")], "space", .mark, "mark the run, or take the mark back; two can be marked",
        hint: "mark", in: .browser),
      KeyBinding(
        [.character("c")], "c", .compare, "compare the two marked runs", hint: "compare",
        in: .browser),
    ] + moving("run", in: .browser) + [
      KeyBinding(
        [.character("s")], "s", .sortNext, "sort by newest, accuracy, bytes, name", hint: "sort",
        in: .browser),
      KeyBinding(
        [.character("/")], "/", .filter, "show runs with a text or /pattern/ in their line",
        hint: "filter",
        in: .browser),
      KeyBinding(
        [.escape, .character("R")], "esc R", .back,
        "clear the filter, then go back to the run beneath", hint: "back", in: .browser),
      KeyBinding(
        [.character("O")], "O", .options, "list the options of the monitor, to change and to save",
        hint: "options", in: .browser),
      KeyBinding(
        [.character("?"), .function(1)], "? F1", .help, "list these keys", hint: "help",
        in: .browser),
      KeyBinding(
        [.character("q")], "q", .quit, "quit; asks when a run trains here", hint: "quit",
        in: .browser),
      KeyBinding(
        [.enter], "enter", .open, "watch the first with the second behind it", hint: "watch",
        in: .comparing),
      KeyBinding([.up, .character("k")], "up k", .up, "scroll up", in: .comparing),
      KeyBinding([.down, .character("j")], "down j", .down, "scroll down", in: .comparing),
      KeyBinding(
        [.escape, .character("c")], "esc c", .cancel, "go back to the list", hint: "back",
        in: .comparing),
      KeyBinding(
        [.character("q")], "q", .quit, "quit; asks when a run trains here", hint: "quit",
        in: .comparing),
    ]

  /// The keys that move a bar over things of a kind.
  static func moving(_ kind: String, in context: KeyContext) -> [KeyBinding] {
    [
      KeyBinding([.up, .character("k")], "up k", .up, "select the \(kind) above", in: context),
      KeyBinding(
        [.down, .character("j")], "down j", .down, "select the \(kind) below", in: context),
      KeyBinding([.pageUp], "pgup", .pageUp, "move up ten", in: context),
      KeyBinding([.pageDown], "pgdn", .pageDown, "move down ten", in: context),
      KeyBinding([.character("g")], "g", .top, "select the first \(kind)", in: context),
      KeyBinding([.character("G")], "G", .bottom, "select the last \(kind)", in: context),
    ]
  }
}
