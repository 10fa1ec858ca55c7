import Foundation
import Testing

@Suite struct StopTests {
  /// A run that does not end by itself.
  static let endless = ["run"] + Program.tiny + ["--set", "federation.rounds=100000"]

  @Test(
    "A signal ends the run after a whole round, and the file is good",
    arguments: [
      (SIGTERM, 143), (SIGINT, 130),
    ] as [(Int32, Int32)])
  func signal(number: Int32, status: Int32) throws {
    let scratch = try Scratch()
    let program = try Program(Self.endless, in: scratch)
    #expect(program.read(until: "\nround 2/"))
    program.signal(number)
    let outcome = program.wait()
    #expect(outcome.status == status)
    #expect(outcome.errors.contains("which the run file holds"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    let summary = outcome.lines.compactMap { $0.wholeMatch(of: /interrupted after (\d+) rounds.*/) }
    let rounds = try #require(summary.first.flatMap { Int($0.1) })
    #expect(outcome.lines.count { $0.hasPrefix("round ") } == rounds)
    let frame = try Program.run(["frame", "latest"], in: scratch).output
    #expect(frame.contains("INTERRUPTED") && frame.contains("round \(rounds)/100000"))
  }

  @Test("JSON lines of a stopped run end with its summary")
  func json() throws {
    let scratch = try Scratch()
    let program = try Program(Self.endless + ["--json"], in: scratch)
    #expect(program.read(until: "\"event\":\"round\""))
    program.signal(SIGTERM)
    let outcome = program.wait()
    #expect(outcome.status == 143)
    let objects = try outcome.objects()
    let last = try #require(objects.last)
    #expect(last.text("event") == "run_finished")
    #expect(last.integer("rounds") == objects.count { $0.text("event") == "round" })
  }

  @Test("A run under nohup outlives its terminal; another ends with it", arguments: [true, false])
  func hangup(isIgnored: Bool) throws {
    let scratch = try Scratch()
    let script = (isIgnored ? "trap '' HUP; " : "") + "exec \"$0\" \"$@\""
    let program = try Program(
      ["-c", script, Program.path] + Self.endless, in: scratch, program: "/bin/sh")
    #expect(program.read(until: "\nround 1/"))
    program.signal(SIGHUP)
    if isIgnored {
      #expect(program.read(until: "\nround 6/"))
      program.signal(SIGTERM)
    }
    #expect(program.wait().status == (isIgnored ? 143 : 129))
  }

  @Test("A second signal does not wait for what cannot be stopped")
  func force() throws {
    let scratch = try Scratch()
    // The evaluation before the first round goes over all test samples in one piece.
    let program = try Program(
      ["run", "--method", "fedavg-lora", "--workers", "1"] + Program.tiny
        + ["--set", "data.test_samples=100000"], in: scratch)
    #expect(program.read(until: "fedavg-lora on agreement", seconds: 120))
    // Long enough to be inside of it on a machine that is busy.
    usleep(2_000_000)
    program.signal(SIGINT)
    usleep(300_000)
    #expect(program.isRunning)
    let start = ContinuousClock.now
    program.signal(SIGINT)
    #expect(program.wait().status == 130)
    #expect(start.duration(to: .now) < .seconds(Patience.idle(1)))
  }

  @Test("A reader that goes away does not end the run")
  func closedPipe() throws {
    let scratch = try Scratch()
    let script = "{ \"$0\" \"$@\"; echo $? > status; } | head -n 1"
    let outcome = try Program(
      ["-c", script, Program.path, "run"] + Program.tiny, in: scratch,
      program: "/bin/sh"
    ).wait()
    #expect(outcome.lines.count == 1)
    #expect(scratch.text("status") == "0\n")
    #expect(outcome.errors == "")
    let frame = try Program.run(["frame", "latest"], in: scratch).output
    #expect(frame.contains("FINISHED") && frame.contains("round 2/2"))
  }
}
