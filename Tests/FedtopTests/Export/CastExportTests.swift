import Foundation
import Host
import Plain
import TUI
import Testing

/// A replay as a recording of a terminal.
@Suite struct CastExportTests {
  /// The values of its lines: a header, then events.
  private static func lines(_ outcome: Outcome) throws -> [JSONValue] {
    try outcome.lines.map { try JSONValue.parse(Array($0.utf8)) }
  }

  @Test("A recording, played to its end, shows what a replay shows at the last round")
  func lastScreen() throws {
    let scratch = try Scratch()
    let run = try Program.run(
      ["run"] + Program.tiny + ["--set", "federation.rounds=5"], in: scratch)
    try #require(run.status == 0, "\(run.errors)")
    let outcome = try Program.run(
      ["export", "latest", "--to", "cast", "-", "--size", "100x30", "--speed", "2"], in: scratch)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = try Self.lines(outcome)
    let header = try #require(lines.first)
    #expect(header["version"]?.int == 2)
    #expect(header["width"]?.int == 100 && header["height"]?.int == 30)
    let started = try #require(header["timestamp"]?.int)
    #expect(abs(Date().timeIntervalSince1970 - Double(started)) < 600)

    var terminal = VirtualTerminal(columns: 100, rows: 30)
    var seen: [Int] = []
    var last = 0.0
    for line in lines.dropFirst() {
      let parts = try #require(line.elements)
      let time = try #require(parts[0].double)
      #expect(parts[1] == .string("o") && time >= last && time - last < 2.01)
      last = time
      terminal.receive(Array(try #require(parts[2].text).utf8))
      if let round = terminal.line(1).firstMatch(of: /round (\d+)\/5/), let round = Int(round.1),
        seen.last != round
      {
        seen.append(round)
      }
    }
    #expect(seen == [0, 1, 2, 3, 4, 5])
    #expect(terminal.unknown.isEmpty && terminal.modes == VirtualTerminal.initialModes)

    let file = try #require(scratch.runFiles.first { $0.hasSuffix(".sqlite") })
    let replay = try ReplayedRun(
      path: "\(scratch.path)/runs/\(file)", speed: 2, from: 5, wake: {})
    var monitor = Monitor(theme: .standard, session: .replay)
    monitor.timeline = replay.timeline
    let screen = monitor.render(
      replay.snapshot, size: Size(width: 100, height: 30),
      capabilities: Capabilities(colors: .indexed, unicode: true))
    replay.leave()
    #expect(terminal.grid == screen)
    #expect(terminal.line(1).contains("FINISHED"))
  }

  @Test("A recording has the theme, the speed and the size that were asked for")
  func options() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    func cast(_ options: String...) throws -> (lines: [JSONValue], text: String) {
      let outcome = try Program.run(
        ["export", "latest", "--to", "cast", "-"] + options, in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return (try Self.lines(outcome), outcome.output)
    }
    let plain = try cast()
    #expect(plain.lines[0]["width"]?.int == 120 && plain.lines[0]["height"]?.int == 36)
    #expect(plain.text.contains("REPLAY 4x"))
    #expect(try !cast("--theme", "mono").text.contains("38;5;"))
    #expect(try cast("--speed", "0.5").text.contains("REPLAY 0.5"))

    for (options, words, status) in [
      (["--speed", "0"], "--speed 0: must be a number above 0", 2),
      (["--speed", "max"], "--speed max: must be", 2),
      (["--size", "big"], "--size big: must be", 2),
      (["--theme", "mauve"], "\"mauve\"", 66),
    ] {
      let wrong = try Program.run(
        ["export", "latest", "--to", "cast", "out.cast"] + options, in: scratch)
      #expect(Int(wrong.status) == status && wrong.errors.contains(words), "\(wrong.errors)")
      #expect(wrong.errors.split(separator: "\n").count == 1)
    }
    let misplaced = try Program.run(
      ["export", "latest", "--to", "csv", "out.csv", "--speed", "2"], in: scratch)
    #expect(misplaced.status == 2 && misplaced.errors.contains("go with --to cast"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/out.cast"))
  }
}
