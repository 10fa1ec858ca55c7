import Foundation
import Testing

/// Three terminals on one run: a headless host, and two that watch and steer it.
@Suite struct AttachTests {
  private static func attach(_ scratch: Scratch) throws -> MonitorProcess {
    try MonitorProcess(command: ["attach", "latest"], in: scratch, columns: 160, rows: 50)
  }

  @Test("Everybody sees what anybody does, who did it and when; leaving touches nothing")
  func steering() throws {
    let scratch = try Scratch()
    let host = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch)
    #expect(host.read(until: "round 2/"))
    let (one, two) = (try Self.attach(scratch), try Self.attach(scratch))
    let (first, second) = ("attach:\(one.process.pid)", "attach:\(two.process.pid)")
    for terminal in [one, two] {
      #expect(terminal.shows("● ATTACHED"))
      // Only what terminals ask for: a long run has much else to tell.
      terminal.send("6/by attach\r")
    }

    one.send(" ")
    for terminal in [one, two] {
      #expect(terminal.shows("PAUSED"))
      #expect(terminal.shows("pause by \(first)"))
    }
    let round = try #require(one.settledRound)
    two.send("]")
    for terminal in [one, two] { #expect(terminal.shows("= 0.55 waits by \(second)")) }
    // The pause may have come into a round: then the change is for the one after it.
    one.send(":step 2\r")
    var applied: Set<Int> = []
    for terminal in [one, two] {
      #expect(terminal.shows { _ in terminal.round == round + 2 })
      #expect(terminal.shows("PAUSED"))
      #expect(terminal.shows("step 2 by \(first)"))
      #expect(terminal.shows("= 0.55 by \(second)"))
      let line = try #require(terminal.lines.first { $0.contains("= 0.55 by \(second)") })
      let stamp = try #require(line.firstMatch(of: /r(\d+) (?:. )?sparsity/)).1
      applied.insert(try #require(Int(stamp)))
      #expect(terminal.shows("since r\(stamp)"))
    }
    #expect(applied.count == 1 && applied.isSubset(of: [round + 1, round + 2]))
    one.send("q")
    one.expectEnd(0)
    #expect(host.isRunning && two.settledRound == round + 2)
    two.send(" ")
    #expect(two.shows { _ in (two.round ?? 0) > round + 3 })

    // A third one learns what was done before it came, in its place.
    let late = try Self.attach(scratch)
    late.send("6/by attach\r")
    #expect(late.shows("step 2 by \(first)") && late.shows("resume by \(second)"))
    late.send("q")
    late.expectEnd(0)
    #expect(host.output.contains("pause in round"))
    #expect(host.output.contains(", asked by \(first)"))

    // Escape takes the filter away.
    two.send("6\u{1b}")
    #expect(two.shows { !$0.contains { $0.contains("/by attach") } })
    host.signal(SIGKILL)
    #expect(two.shows("INTERRUPTED", seconds: 5))
    #expect(two.shows("its process is gone: fedtop resume"))
    two.send(" ")
    #expect(two.shows("the run has ended"))
    two.send("q")
    two.expectEnd(0)
  }
}
