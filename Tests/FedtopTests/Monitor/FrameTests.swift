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
    #expect(drawing.output.matches(of: #/<text /#).count == 30)
    #expect(try frame("--format", "svg", "--theme", "light").output.contains("#ffffff"))

    let wrong = try frame("--format", "pdf")
    #expect(wrong.status == 2)
    #expect(wrong.errors == "fedtop: --format pdf: must be one of text, ansi, svg\n")
  }
}
