import Foundation
import Testing

/// The person's own file: read at a start, and written on a key.
@Suite(.serialized) struct OptionsTests {
  private static let place = ".config/fedtop/config.toml"

  private func watch(_ scratch: Scratch, _ options: String...) throws -> MonitorProcess {
    try MonitorProcess(
      command: ["watch"] + Program.tiny + ["--set", "federation.rounds=100000"] + options,
      in: scratch, columns: 120, rows: 36)
  }

  @Test("Keys and config print what the file says, and a line for what cannot be used")
  func printed() throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.place, "[monitor]\nclient_sort = \"loss\"\n[keys]\ntheme = \"T\"\nsave = \"q\"\n")
    let keys = try Program.run(["keys"], in: scratch)
    #expect(keys.status == 0 && keys.lines.contains("| `T` | use the next theme |"))
    #expect(keys.lines.contains("| `S` | save the screen as text, ANSI and SVG |"))
    #expect(
      keys.errors
        == "fedtop: \(scratch.path)/\(Self.place):5: "
        + "save: \"q\" is a key of quit: it keeps its own\n")
    let config = try Program.run(["config", "--monitor"], in: scratch)
    #expect(config.status == 0 && config.lines.contains("client_sort = \"loss\""))
    #expect(config.lines.contains("mouse = true"))
    // What is printed can be read.
    try scratch.write(Self.place, config.output)
    #expect(try Program.run(["keys"], in: scratch).errors == "")
  }

  @Test(
    "A theme of the file is in use, gives way to the variable, and one that is not there is told")
  func theme() throws {
    let scratch = try Scratch()
    let path = "\(scratch.path)/\(Self.place)"
    try scratch.write(Self.place, "[monitor]\ntheme = \"ember\"\n")
    func used(_ environment: [String: String] = [:]) throws -> Outcome {
      try Program.run(["themes"], in: scratch, environment: environment)
    }
    #expect(try used().lines.contains("in use: ember, named in \(path)"))
    #expect(
      try used(["FEDTOP_THEME": ""]).lines.contains("in use: ember, named in \(path)"))
    #expect(
      try used(["FEDTOP_THEME": "aurora"]).lines
        .contains("in use: aurora, named by FEDTOP_THEME"))
    // A guess moves nothing that somebody has named, in a file neither.
    #expect(
      try used(["COLORFGBG": "0;15"]).lines.contains("in use: ember, named in \(path)"))
    try scratch.write(Self.place, "[monitor]\nbackground = \"light\"\n")
    #expect(try used().lines.contains("in use: light, the twin of default: --background light"))
    try scratch.write(Self.place, "[monitor]\n\ntheme = \"mauve\"\n")
    #expect(try used().lines.contains("in use: default, nothing else is asked for"))
    let keys = try Program.run(["keys"], in: scratch)
    #expect(keys.errors.hasPrefix("fedtop: \(path):3: no theme \"mauve\""))
  }

  @Test("A bound key steers, options change at once, and are written when asked, comments kept")
  func saved() throws {
    let scratch = try Scratch()
    let before = "# mine\n[monitor]\ntheme = \"ember\" # warm\n[keys]\ntoggle_pause = \"f\"\n"
    try scratch.write(Self.place, before)
    let monitor = try watch(scratch)
    #expect(monitor.shows("RUNNING"))
    monitor.send("f")
    #expect(monitor.shows("PAUSED"))
    monitor.send("O")
    #expect(monitor.shows { $0.contains { $0.contains(#/theme +← ember → +file/#) } })
    monitor.send("\u{1b}[C")
    #expect(monitor.shows { $0.contains { $0.contains(#/theme +← .+ → +changed here/#) } })
    #expect(scratch.text(Self.place) == before)
    monitor.send("w")
    #expect(monitor.shows("theme written to \(scratch.path)"))
    let text = scratch.text(Self.place)
    #expect(text != before && text.hasSuffix(" # warm\n[keys]\ntoggle_pause = \"f\"\n"))
    #expect(text.hasPrefix("# mine\n[monitor]\ntheme = \""))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }

  @Test("A theme's file is followed; a mistake in it is told, and the theme stays")
  func reloaded() throws {
    let scratch = try Scratch()
    try scratch.write("dusk.toml", "[roles]\nwarn = \"red\"\n")
    let monitor = try watch(scratch, "--theme", "\(scratch.path)/dusk.toml")
    #expect(monitor.shows("RUNNING"))
    try scratch.write("dusk.toml", "[roles]\nwarn = \"#12\"\n")
    #expect(monitor.shows("is no colour"))
    try scratch.write("dusk.toml", "[roles]\n\nwarn = \"blue\"\n")
    #expect(monitor.shows("theme dusk read again"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }

  @Test("The mouse is given back and taken while the monitor is open")
  func mouse() throws {
    let monitor = try watch(try Scratch(), "--no-mouse")
    func modes() -> Set<Int> { monitor.process.terminal.shown(columns: 120, rows: 36).modes }
    #expect(monitor.shows("RUNNING"))
    #expect(!modes().contains(1000))
    monitor.send("Ojjjj")
    #expect(monitor.shows { $0.contains { $0.contains(#/mouse +← off → +--no-mouse/#) } })
    monitor.send(" ")
    #expect(monitor.shows { _ in modes().isSuperset(of: [1000, 1002, 1006, 2004]) })
    monitor.send(" ")
    #expect(monitor.shows { _ in !modes().contains(1000) && modes().contains(2004) })
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }
}
