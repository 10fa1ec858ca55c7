import Foundation
import Testing

/// A run is a document: it survives being killed, branches, and can be computed again.
@Suite struct ResumeTests {
  /// Twelve rounds that take a second or two.
  static let settings = Program.tiny + ["--set", "federation.rounds=12", "--seed", "5"]

  @Test(
    "A run that is stopped at any instant and resumed leaves the record of one that never was",
    arguments: Interruption.all)
  func interrupted(_ interruption: Interruption) throws {
    let whole = try Record.whole.get()
    let times = ProcessInfo.processInfo.environment["FEDTOP_KILLS"].flatMap { Int($0) } ?? 2
    for turn in 0..<times {
      let scratch = try Scratch()
      // An instant out of each part of the run, from the start of the process to its end.
      let share = (Double(turn) + Double.random(in: 0..<1)) / Double(times)
      var program = try Program(
        ["run", "--workers", "\(interruption.workers)"] + Self.settings, in: scratch)
      Thread.sleep(forTimeInterval: share * whole.seconds)
      program.signal(interruption.signal)
      var end = program.wait()
      // Every other time the resumption is stopped, too.
      for attempt in 0..<8 where end.status != 0 {
        #expect(
          [interruption.status, 66].contains(end.status), "at \(share): \(end.errors)")
        let rest = ["resume", "latest", "--headless", "--workers", "\(interruption.workers)"]
        // Stopped before there was a file: nothing is lost, and nothing is there to go on with.
        let isNew = !scratch.runFiles.contains { $0.hasSuffix(".sqlite") }
        program = try Program(isNew ? ["run"] + Self.settings : rest, in: scratch)
        if turn % 2 == 1, attempt == 0 {
          Thread.sleep(forTimeInterval: share * whole.seconds / 2)
          program.signal(interruption.signal)
        }
        end = program.wait()
        // Stopped after the last round was recorded, before the process was gone.
        if end.errors.contains("done all its rounds") { break }
      }
      let difference = try Record(of: scratch).difference(from: whole.record)
      #expect(difference == nil, "at \(share) of the run")
    }
  }

  @Test("A file that may not grow ends the run with a line, and the rest is made up later")
  func limited() throws {
    let scratch = try Scratch()
    let limited = "trap '' XFSZ; ulimit -f 700; exec \"$0\" \"$@\""
    let program = try Program(
      ["-c", limited, Program.path, "run"] + Self.settings, in: scratch, program: "/bin/bash")
    try checkFull(program.wait(), scratch)
  }

  @Test(
    "A file system that is full ends the run with a line, and the rest is made up later",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount"))
  func full() throws {
    let scratch = try Scratch()
    let disk = try SmallDisk(at: scratch.path + "/runs", kilobytes: 900)
    let outcome = try Program.run(["run"] + Self.settings, in: scratch)
    try checkFull(outcome, scratch) { disk.resize(kilobytes: 65_536) }
  }

  /// What a full disk must leave behind; `makeRoom` is what a person does about it.
  private func checkFull(
    _ outcome: Outcome, _ scratch: Scratch, makeRoom: () -> Void = {}
  ) throws {
    #expect(outcome.status == 74)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("cannot write: ") && outcome.errors.contains(".sqlite: "))
    let rounds = outcome.lines.count { $0.hasPrefix("round ") }
    #expect((1..<12).contains(rounds))
    let frame = try Program.run(["frame", "latest"], in: scratch)
    #expect(frame.output.contains("INTERRUPTED") && frame.output.contains("/12"))
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 0, "\(verified.errors)")
    makeRoom()
    let resumed = try Program.run(["resume", "latest", "--headless"], in: scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Record(of: scratch).difference(from: Record.whole.get().record) == nil)
  }

  @Test("A fork with the same knobs is its parent; with another ratio it differs from then on")
  func forked() throws {
    let scratch = try Scratch()
    let name = try #require(
      try Program.run(["run", "--json"] + Self.settings, in: scratch).objects().last
    ).text("run")
    let parent = try Record(of: scratch)
    let same = try Program.run(["fork", name, "--round", "5", "--headless"], in: scratch)
    #expect(same.status == 0, "\(same.errors)")
    // All but the start, which names the parent.
    #expect(try Record(of: scratch).events.dropFirst() == parent.events.dropFirst())

    let other = try Program.run(
      ["fork", name, "--round", "5", "--sparsity", "0.9", "--headless"], in: scratch)
    #expect(other.status == 0, "\(other.errors)")
    let changed = try Record(of: scratch)
    #expect(changed.filtered { (1...5).contains($0) } == parent.filtered { (1...5).contains($0) })
    for round in 6...12 {
      #expect(changed.filtered { $0 == round } != parent.filtered { $0 == round })
    }
    #expect(changed.events.last != parent.events.last)
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 0, "\(verified.errors)")
  }
}
