import Foundation
import Testing

/// A screen of a stored run, printed.
@Suite struct FrameTests {
  @Test("A frame is text, text with colours, or a drawing; another form is a usage error")
  func formats() throws {
    let scratch = try Scratch()
    #expect(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    func frame(_ options: String...) throws -> Outcome {
      try Program.run(["frame", "latest", "--size", "100x30"] + options, in: scratch)
    }
    let text = try frame()
    #expect(text.output.contains("FINISHED") && !text.output.contains("\u{1b}"))
    let colored = try frame("--format", "ansi")
    #expect(colored.output.contains("\u{1b}["))
    #expect(try frame("--ansi").output == colored.output)
    let plain = colored.output.replacing(/\x1b\[[0-9;]*m/, with: "")
    #expect(plain.split(separator: "\n").count == text.lines.count)

    let drawing = try frame("--format", "svg")
    #expect(drawing.status == 0 && drawing.output.hasPrefix("<?xml version=\"1.0\""))
    #expect(drawing.output.hasSuffix("</svg>\n") && drawing.output.contains("FINISHED"))
    #expect(drawing.output.contains("<path ") && !drawing.output.contains("─"))
    #expect(try frame("--format", "svg", "--theme", "light").output.contains("#ffffff"))

    let wrong = try frame("--format", "pdf")
    #expect(wrong.status == 2)
    #expect(wrong.errors == "fedtop: --format pdf: must be one of text, ansi, svg\n")
  }

  @Test("A frame is set up as keys would: pane, zoom, order, filter, crosshair and bar")
  func setUp() throws {
    let scratch = try Scratch()
    #expect(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    func frame(_ options: String...) throws -> Outcome {
      try Program.run(["frame", "latest", "--size", "100x30"] + options, in: scratch)
    }
    let clients = try frame("--sort", "difficulty", "--reverse", "--filter", "3")
    #expect(clients.output.contains("/3 1 · by difficulty ↑"))
    #expect(try frame("--sort", "last-round").output.contains("by last round ↓"))
    let zoomed = try frame("--focus", "fisher", "--zoom", "--layer", "2")
    #expect(zoomed.output.contains("─ 3 fisher ─") && !zoomed.output.contains("─ 1 clients ─"))
    #expect(zoomed.output.contains("▸L2") && zoomed.output.contains(" L2 "))
    // The bar is a colour, so it is looked for where colours are.
    let barred = try frame("--client", "2", "--format", "ansi")
    #expect(try barred.output != frame("--format", "ansi").output)

    let fisher = try frame("--preset", "fisher")
    #expect(fisher.output.contains("─ 3 fisher ─") && fisher.output.contains("─ 2 learning ─"))
    #expect(!fisher.output.contains("─ 1 clients ─"))
    let unknown = try frame("--preset", "desk")
    #expect(
      unknown.status == 66 && unknown.errors.contains("no preset \"desk\": there are everything, "))

    for (options, words) in [
      (["--focus", "graph"], "clients, learning, fisher, bytes, knobs, log, ranks"),
      (["--sort", "age"], "id, loss, difficulty, share, bytes, last-round"),
      (["--client", "4"], "clients 0 to 3"), (["--layer", "6"], "layers 0 to 5"),
      (["--layer", "-1"], "--layer"), (["--size", "80x24x2"], "120x36"),
    ] {
      let wrong = try Program.run(["frame", "latest"] + options, in: scratch)
      #expect(wrong.status == 2, "\(options)")
      #expect(wrong.errors.contains(words) && wrong.errors.split(separator: "\n").count == 1)
    }
  }

  @Test("A preset of one's own is found, and a wrong file is told with its line")
  func presets() throws {
    let scratch = try Scratch()
    #expect(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/fedtop", withIntermediateDirectories: true)
    func frame(_ options: String...) throws -> Outcome {
      try Program.run(
        ["frame", "latest"] + options, in: scratch, environment: ["XDG_CONFIG_HOME": scratch.path])
    }
    try scratch.write("fedtop/presets.toml", "[desk]\ncolumns = [[\"log 2\", \"bytes 0\"]]\n")
    let desk = try frame("--preset", "desk")
    #expect(desk.status == 0 && desk.output.contains("─ 6 log ─"))
    #expect(desk.output.contains("─ 4 bytes ─") && !desk.output.contains("─ 1 clients ─"))

    try scratch.write("fedtop/presets.toml", "[desk]\ncolumns = [[\"graph\"]]\n")
    let wrong = try frame("--preset", "desk")
    #expect(wrong.status == 65 && wrong.errors.contains("presets.toml:2: there are clients, "))
    // Who asks for none of them has the frame as it is.
    let plain = try frame()
    #expect(plain.status == 0 && plain.output.contains("q quit"))
  }
}
