/// All keys of the monitor: dispatch, bottom line, help and documentation are made from this one
/// table.
public enum KeyTable {
  /// Bindings, in the order that they are shown; a person's file may give them other keys (`KeyMap`).
  public static let bindings: [KeyBinding] =
    client + steering + playback + panes + past + clients + learning + fisher + log + monitor
    + modal + branching + diagnosis + runs + options

  private static let steering: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "space", .togglePause, "pause training, or go on",
      hint: "pause", in: .run),
    KeyBinding(
      [.character(".")], ".", .step, "train one round and hold; again for one more", hint: "step",
      in: .run),
    KeyBinding(
      [.character("[")], "[", .knobDown, "turn the selected knob down from the next round on",
      hint: "turn", hintLabel: "[ ]", in: .run),
    KeyBinding(
      [.character("]")], "]", .knobUp, "turn the selected knob up from the next round on",
      in: .run),
    KeyBinding(
      [.character("u")], "u", .undo, "give the knob that was turned last its value before", in: .run
    ),
    KeyBinding(
      [.character("b")], "b", .branch,
      "branch off: a new run from here, with other knobs", hint: "branch", in: .run),
  ]

  private static let panes: [KeyBinding] =
    [
      KeyBinding([.tab], "tab", .focusNext, "go to the next pane", hint: "next", in: .panes),
      KeyBinding([.backTab], "shift-tab", .focusPrevious, "go to the pane before", in: .panes),
    ]
    + PaneKind.allCases.map { pane in
      KeyBinding(
        [.character(pane.pane.key)], String(pane.pane.key), .focus(pane), "go to \(pane.title)",
        in: .panes)
    } + [
      KeyBinding(
        [.character("z"), .enter], "z enter", .zoom,
        "give the pane the screen, or take it back",
        hint: "zoom", in: .panes),
      KeyBinding(
        [.escape], "esc", .back,
        "leave zoom, clear filter and selection, then return to the live run", in: .panes),
      KeyBinding(
        [.up, .character("k")], "up k", .up, "move up: client, layer, knob or log line", in: .panes),
      KeyBinding(
        [.down, .character("j")], "down j", .down, "move down: client, layer, knob or log line",
        in: .panes),
      KeyBinding([.pageUp], "pgup", .pageUp, "move up ten", in: .panes),
      KeyBinding([.pageDown], "pgdn", .pageDown, "move down ten", in: .panes),
      KeyBinding([.character("g")], "g", .top, "move to the first", in: .panes),
      KeyBinding([.character("G")], "G", .bottom, "move to the last", in: .panes),
    ] + KeyTable.laying

  private static let client: [KeyBinding] = [
    KeyBinding(
      [.left, .up, .character("k")], "left up k", .previousClient, "look at the client before",
      hint: "neighbours", hintLabel: "← →", in: .client),
    KeyBinding(
      [.right, .down, .character("j")], "right down j", .nextClient, "look at the next client",
      in: .client),
    KeyBinding(
      [.escape, .enter], "esc enter", .closeClient, "go back to all clients",
      hint: "all clients", in: .client),
  ]

  private static let clients: [KeyBinding] = [
    KeyBinding([.enter], "enter", .open, "look at this client alone", hint: "client", in: .clients),
    KeyBinding(
      [.character("s")], "s", .sortNext,
      "sort by id, loss, difficulty, share, bytes, last round, size, skew", hint: "sort",
      in: .clients),
    KeyBinding([.character("I")], "I", .sortReverse, "turn the order round", in: .clients),
    KeyBinding(
      [.character("c")], "c", .cohortOnTop, "keep the round's cohort on top, or in its place",
      in: .clients),
    KeyBinding(
      [.character("/")], "/", .filter, "show clients by id, by what they do, or by /pattern/",
      hint: "filter", in: .clients),
    KeyBinding(
      [.character("v")], "v", .clientsView, "show how clients train, or what data each has",
      hint: "view", in: .clients),
    KeyBinding([.character("n")], "n", .nextMatch, "go to the next client shown", in: .clients),
    KeyBinding([.character("N")], "N", .previousMatch, "go to the client before", in: .clients),
  ]

  private static let learning: [KeyBinding] = [
    KeyBinding(
      [.character("v")], "v", .curveAxis, "draw over rounds, bytes, or virtual time", hint: "over",
      in: .learning),
    KeyBinding(
      [.character("l")], "l", .logLoss, "draw losses by their logarithms, or as they are",
      hint: "log", in: .learning),
    KeyBinding(
      [.character("e")], "e", .curveDetail,
      "draw the loss plain, smoothed, or with the tenths of clients", in: .learning),
  ]

  private static let fisher: [KeyBinding] = [
    KeyBinding(
      [.character("v")], "v", .fisherView,
      "show layers by modules, rounds, clients, or their scores",
      hint: "view", in: .fisher),
    KeyBinding(
      [.character("l")], "l", .heatScaling, "lay heat out by log, linear, quantile, or each alone",
      hint: "scale", in: .fisher),
    KeyBinding(
      [.character("L")], "L", .heatLock, "keep the bounds of the scale, or let them go", in: .fisher
    ),
    KeyBinding(
      [.character("/")], "/", .filter, "show layers by number, range or module, as 0-3 value",
      hint: "filter", in: .fisher),
  ]

  private static let log: [KeyBinding] = [
    KeyBinding([.enter], "enter", .open, "look at the round of the line", hint: "round", in: .log),
    KeyBinding(
      [.character("v")], "v", .logDetail,
      "tell the story, or every round with its evaluation and checkpoint", hint: "detail",
      in: .log),
    KeyBinding(
      [.character("/")], "/", .filter,
      "show lines with a text or /pattern/, or of a level: warning, command, note",
      hint: "filter", in: .log),
  ]

  private static let past: [KeyBinding] = [
    KeyBinding([.left], "left", .earlier, "look one round back", hint: "back", in: .past),
    KeyBinding([.right], "right", .later, "look one round on", in: .past),
    KeyBinding([.home], "home", .first, "look at the first round", in: .past),
    KeyBinding(
      [.end], "end", .live, "return to the live run, or to the end of a replay", hint: "live",
      in: .past),
    KeyBinding(
      [.character("r")], "r", .goTo, "go to a round that is typed",
      hint: "round", in: .past),
    KeyBinding(
      [.character("m")], "m", .next(.change), "go to the next change of a knob", in: .past),
    KeyBinding(
      [.character("M")], "M", .previous(.change), "go to the change of a knob before", in: .past),
    KeyBinding(
      [.character("w")], "w", .next(.warning), "go to the next warning or guard", in: .past),
    KeyBinding(
      [.character("W")], "W", .previous(.warning), "go to the warning or guard before", in: .past),
    KeyBinding(
      [.character("a")], "a", .next(.best), "go to the next best accuracy", in: .past),
    KeyBinding(
      [.character("A")], "A", .previous(.best), "go to the best accuracy before", in: .past),
    KeyBinding(
      [.character("x")], "x", .next(.failure), "go to the next failure of a client", in: .past),
    KeyBinding(
      [.character("X")], "X", .previous(.failure), "go to the failure of a client before",
      in: .past),
  ]

  private static let playback: [KeyBinding] = [
    KeyBinding(
      [.character("<")], "<", .slower, "play slower: max, 16x, 4x, 1x", hint: "speed",
      hintLabel: "< >", in: .playback),
    KeyBinding([.character(">")], ">", .faster, "play faster: 1x, 4x, 16x, max", in: .playback),
  ]

  private static let monitor: [KeyBinding] = [
    KeyBinding(
      [.character(":")], ":", .command,
      "type a command: sparsity 0.62, until accuracy 70%, goto 12, note …", hint: "command",
      in: .monitor),
    KeyBinding(
      [.character("d")], "d", .diagnose, "tell what the run's numbers say of its method",
      hint: "diagnosis", in: .monitor),
    KeyBinding(
      [.character("o")], "o", .overlay, "draw a stored run behind this one, up to four",
      hint: "compare", in: .monitor),
    KeyBinding(
      [.character("R")], "R", .browse, "list the runs beside this one, which goes on",
      hint: "runs", in: .monitor),
    KeyBinding(
      [.character("S")], "S", .save, "save the screen as text, ANSI and SVG", in: .monitor),
    KeyBinding(
      [.character("y")], "y", .marks, "hide the marks of what was done on the axes, or show them",
      in: .monitor),
    KeyBinding([.character("t")], "t", .theme, "use the next theme", in: .monitor),
    KeyBinding(
      [.character("O")], "O", .options, "list the options of the monitor, to change and to save",
      hint: "options", in: .monitor),
    KeyBinding(
      [.function(12)], "F12", .cost, "show what the monitor itself costs, or hide it",
      in: .monitor),
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
    KeyBinding([.enter], "enter", .accept, "go to the round", in: .roundEntry),
    KeyBinding([.escape], "esc", .cancel, "stay at this round", in: .roundEntry),
    KeyBinding([.backspace, .delete], "backspace", .erase, "delete a digit", in: .roundEntry),
    erasingLine(in: .roundEntry),
    KeyBinding([.enter], "enter", .accept, "do it", in: .commandEntry),
    KeyBinding([.escape], "esc", .cancel, "leave it", in: .commandEntry),
    KeyBinding([.tab], "tab", .complete, "complete the word", in: .commandEntry),
    KeyBinding([.up], "up", .up, "the line typed before", in: .commandEntry),
    KeyBinding([.down], "down", .down, "the line typed after", in: .commandEntry),
    KeyBinding(
      [.backspace, .delete], "backspace", .erase, "delete a character", in: .commandEntry),
    erasingLine(in: .commandEntry),
    KeyBinding([.enter], "enter", .accept, "keep the filter", in: .filterEntry),
    KeyBinding([.escape], "esc", .cancel, "return to the filter before", in: .filterEntry),
    KeyBinding([.backspace, .delete], "backspace", .erase, "delete a character", in: .filterEntry),
    erasingLine(in: .filterEntry),
    KeyBinding([.up], "up", .up, "scroll up", in: .helpOpen),
    KeyBinding([.down], "down", .down, "scroll down", in: .helpOpen),
    KeyBinding([.pageUp], "pgup", .pageUp, "scroll up ten", in: .helpOpen),
    KeyBinding([.pageDown], "pgdn", .pageDown, "scroll down ten", in: .helpOpen),
    KeyBinding([.backspace, .delete], "backspace", .erase, "delete a character", in: .helpOpen),
    erasingLine(in: .helpOpen),
    KeyBinding([.escape, .enter], "esc enter", .cancel, "close the list", in: .helpOpen),
    KeyBinding(
      [.character("y"), .character("q")], "y q", .confirm, "quit", in: .question),
    KeyBinding(
      [.character("n"), .escape, .enter], "n esc enter", .decline, "stay", in: .question),
  ]

  /// What readline does with the key, for whoever has it in their fingers.
  private static func erasingLine(in context: KeyContext) -> KeyBinding {
    KeyBinding([.control("u")], "ctrl-u", .eraseLine, "delete all that is typed", in: context)
  }

  private static let branching: [KeyBinding] = [
    KeyBinding(
      [.character("["), .left], "[ left", .knobDown, "turn the selected knob down", in: .branching),
    KeyBinding(
      [.character("]"), .right], "] right", .knobUp, "turn the selected knob up", in: .branching),
    KeyBinding([.up, .character("k")], "up k", .up, "select the knob above", in: .branching),
    KeyBinding([.down, .character("j")], "down j", .down, "select the knob below", in: .branching),
    KeyBinding(
      [.enter], "enter", .accept, "begin the branch; asks when a live run is left",
      in: .branching),
    KeyBinding([.escape], "esc", .cancel, "stay with this run", in: .branching),
    KeyBinding(
      [.character("y")], "y", .confirm, "leave the run and begin the branch",
      in: .leaving),
    KeyBinding(
      [.character("n"), .escape, .enter], "n esc enter", .decline, "go back to the knobs",
      in: .leaving),
  ]
}
