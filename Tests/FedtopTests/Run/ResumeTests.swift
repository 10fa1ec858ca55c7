import Foundation
import Testing

/// A run is a document: it survives being killed, branches, and can be computed again.
@Suite struct ResumeTests {
  /// Twelve rounds that take a second or two.
  static let settings = Program.tiny + ["--set", "federation.rounds=12", "--seed", "5"]

  /// Fingerprint of the parameters in a run's summary.
  private static func fingerprint(_ outcome: Outcome) throws -> String {
    let line = try #require(outcome.lines.last { $0.hasPrefix("parameters sha256 ") })
    return line
  }

  @Test("A run that is killed, again and again, ends as one that never was")
  func killed() throws {
    let whole = try Program.run(["run", "--json"] + Self.settings, in: try Scratch())
      .objects().last?.text("parameters_sha256")
    let times = ProcessInfo.processInfo.environment["FEDTOP_KILLS"].flatMap { Int($0) } ?? 3
    var random = SystemRandomNumberGenerator()
    for _ in 0..<times {
      let scratch = try Scratch()
      var program = try Program(["run"] + Self.settings, in: scratch)
      // The first kill at a random instant after the file exists, the second anywhere in the resumption.
      #expect(program.read(until: "clients"))
      for _ in 0..<2 {
        Thread.sleep(forTimeInterval: Double.random(in: 0...1.2, using: &random))
        program.signal(SIGKILL)
        let end = program.wait()
        if end.status == 0 { break }
        program = try Program(["resume", "latest", "--headless", "--workers", "2"], in: scratch)
      }
      if program.wait().status != 0 {
        // The kill may have come between the last round and the end of the process: then nothing is left to do.
        let rest = try Program.run(["resume", "latest", "--headless"], in: scratch)
        #expect(rest.status == 0 || rest.errors.contains("done all its rounds"), "\(rest.errors)")
      }
      let events = try Program.run(["export", "latest", "--to", "jsonl", "-"], in: scratch)
      #expect(try events.objects().last?.text("parameters_sha256") == whole)
      let verified = try Program.run(["verify", "latest"], in: scratch)
      #expect(verified.status == 0, "\(verified.errors)")
    }
  }

  @Test("A file system that is full ends the run with a line, and the rest is made up later")
  func full() throws {
    let whole = try Self.fingerprint(try Program.run(["run"] + Self.settings, in: try Scratch()))
    let scratch = try Scratch()
    let limited = "trap '' XFSZ; ulimit -f 700; exec \"$0\" \"$@\""
    let program = try Program(
      ["-c", limited, Program.path, "run"] + Self.settings, in: scratch, program: "/bin/bash")
    let outcome = program.wait()
    #expect(outcome.status == 74)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    let resumed = try Program.run(["resume", "latest", "--headless"], in: scratch)
    #expect(try Self.fingerprint(resumed) == whole, "\(resumed.errors)")
  }

  @Test(
    "A fork with the same knobs is its parent; with another ratio it differs from the next round on"
  )
  func forked() throws {
    let scratch = try Scratch()
    let parent = try Program.run(["run", "--json"] + Self.settings, in: scratch).objects()
    let name = try #require(parent.last).text("run")
    let same = try Program.run(["fork", name, "--round", "5", "--json"], in: scratch).objects()
    #expect(same.last?.text("parameters_sha256") == parent.last?.text("parameters_sha256"))
    let other = try Program.run(
      ["fork", name, "--round", "5", "--sparsity", "0.9", "--json"], in: scratch
    ).objects()
    #expect(other.last?.text("parameters_sha256") != parent.last?.text("parameters_sha256"))
    let losses = { (objects: [JSONObject]) in
      objects.filter { $0.text("event") == "round" }.reduce(into: [Int: Double]()) {
        $0[$1.integer("round")] = $1.number("train_loss")
      }
    }
    let (before, after) = (losses(parent), losses(other))
    for round in 1...5 where after[round] != nil { #expect(after[round] == before[round]) }
    #expect((6...12).contains { after[$0] != before[$0] })
  }

  @Test("One changed digit of one event is found, with its round")
  func tampered() throws {
    let scratch = try Scratch()
    let run = try Program.run(["run"] + Self.settings, in: scratch)
    #expect(run.status == 0)
    let file = try #require(scratch.runFiles.first { $0.hasSuffix(".sqlite") })
    let edit = Process()
    edit.executableURL = URL(filePath: "/usr/bin/env")
    edit.arguments = [
      "python3", "-c",
      "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
        + "d.execute(\"update events set payload=replace(payload,'\\\"tokens\\\":','\\\"tokens\\\":1') "
        + "where kind='round' and round=7\"); d.commit()",
      scratch.path + "/runs/" + file,
    ]
    try edit.run()
    edit.waitUntilExit()
    // Without Python there is nothing to edit the file with, and nothing to find.
    guard edit.terminationStatus == 0 else { return }
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 1)
    #expect(verified.errors.contains("round 7"), "\(verified.errors)")
  }
}
