/// All keys of the monitor: dispatch, bottom line, help and documentation are made from this one
/// table.
public enum KeyTable {
  /// Bindings, in the order that they are shown.
  public static let bindings: [KeyBinding] = steering + panes + clients + past + monitor + modal

  /// The first binding of `key` in one of `contexts`.
  static func binding(_ key: Key, in contexts: [KeyContext]) -> KeyBinding? {
    for context in contexts {
      let found = bindings.first { $0.context == context && $0.keys.contains(key) }
      if let found { return found }
    }
    return nil
  }

  private static let steering: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "space", .togglePause, "pause training, or go on",
      hint: "pause", in: .run),
    KeyBinding(
      [.character(".")], ".", .step, "train one round and hold; 5. trains five", hint: "step",
      in: .run),
    KeyBinding(
      [.character("[")], "[", .knobDown, "turn the selected knob down from the next round on",
      hint: "turn", hintLabel: "[ ]", in: .run),
    KeyBinding(
      [.character("]")], "]", .knobUp, "turn the selected knob up from the next round on",
      in: .run),
  ]

  private static let panes: [KeyBinding] =
    [
      KeyBinding([.tab], "tab", .focusNext, "go to the next pane", hint: "next", in: .panes),
      KeyBinding([.backTab], "shift-tab", .focusPrevious, "go to the pane before", in: .panes),
    ]
    + PaneKind.allCases.map { pane in
      KeyBinding(
        [.character(Character(String(pane.rawValue)))], "\(pane.rawValue)", .focus(pane),
        "go to \(pane.title)", in: .panes)
    } + [
      KeyBinding(
        [.character("z"), .enter], "z enter", .zoom,
        "give the pane the screen, or take it back",
        hint: "zoom", in: .panes),
      KeyBinding(
        [.escape], "esc", .back, "leave zoom, clear the filter and the selection", in: .panes),
      KeyBinding(
        [.up, .character("k")], "up k", .up, "move up: client, layer, knob or log line", in: .panes),
      KeyBinding(
        [.down, .character("j")], "down j", .down, "move down: client, layer, knob or log line",
        in: .panes),
      KeyBinding([.pageUp], "pgup", .pageUp, "move up ten", in: .panes),
      KeyBinding([.pageDown], "pgdn", .pageDown, "move down ten", in: .panes),
      KeyBinding([.character("g")], "g", .top, "move to the first", in: .panes),
      KeyBinding([.character("G")], "G", .bottom, "move to the last", in: .panes),
    ]

  private static let clients: [KeyBinding] = [
    KeyBinding(
      [.character("s")], "s", .sortNext, "sort by id, loss, difficulty, share, last round",
      hint: "sort", in: .clients),
    KeyBinding([.character("S")], "S", .sortReverse, "turn the order round", in: .clients),
    KeyBinding(
      [.character("c")], "c", .cohortOnTop, "keep the round's cohort on top, or in its place",
      in: .clients),
    KeyBinding(
      [.character("/")], "/", .filter, "show clients by a part of their id or by what they do",
      hint: "filter", in: .clients),
    KeyBinding([.character("n")], "n", .nextMatch, "go to the next client shown", in: .clients),
    KeyBinding([.character("N")], "N", .previousMatch, "go to the client before", in: .clients),
  ]

  private static let past: [KeyBinding] = [
    KeyBinding([.left], "left", .earlier, "look one round back", hint: "back", in: .past),
    KeyBinding([.right], "right", .later, "look one round on", in: .past),
    KeyBinding([.end], "end", .live, "return to the live run", hint: "live", in: .past),
  ]

  private static let monitor: [KeyBinding] = [
    KeyBinding([.character("t")], "t", .theme, "use the next theme", hint: "theme", in: .monitor),
    KeyBinding(
      [.character("?"), .function(1)], "? F1", .help, "list all keys", hint: "help", in: .monitor),
    KeyBinding(
      [.character("q")], "q", .quit, "quit; asks when a round in flight would be lost",
      hint: "quit", in: .monitor),
    KeyBinding([.control("c")], "ctrl-c", .interrupt, "quit at once", in: .terminal),
    KeyBinding(
      [.control("z")], "ctrl-z", .suspend, "suspend; a run hosted here stops training too",
      in: .terminal),
    KeyBinding([.control("l")], "ctrl-l", .redraw, "draw the screen anew", in: .terminal),
  ]

  private static let modal: [KeyBinding] = [
    KeyBinding([.enter], "enter", .accept, "keep the filter", in: .filterEntry),
    KeyBinding([.escape], "esc", .cancel, "return to the filter before", in: .filterEntry),
    KeyBinding([.backspace, .delete], "backspace", .erase, "delete a character", in: .filterEntry),
    KeyBinding([.up], "up", .up, "scroll up", in: .helpOpen),
    KeyBinding([.down], "down", .down, "scroll down", in: .helpOpen),
    KeyBinding([.pageUp], "pgup", .pageUp, "scroll up ten", in: .helpOpen),
    KeyBinding([.pageDown], "pgdn", .pageDown, "scroll down ten", in: .helpOpen),
    KeyBinding([.backspace, .delete], "backspace", .erase, "delete a character", in: .helpOpen),
    KeyBinding([.escape, .enter], "esc enter", .cancel, "close the list", in: .helpOpen),
    KeyBinding(
      [.character("y"), .character("q"), .enter], "y q enter", .confirm, "quit", in: .question),
    KeyBinding([.character("n"), .escape], "n esc", .decline, "stay", in: .question),
  ]
}
