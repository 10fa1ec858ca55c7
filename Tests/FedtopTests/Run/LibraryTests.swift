import Foundation
import Testing

/// Whose products a run computes with: chosen, recorded, and kept to.
@Suite struct LibraryTests {
  private static let absent = ["FEDTOP_ONEDNN": "/nowhere/libdnnl.so.3"]

  /// Whether oneDNN is installed here.
  private static let isHere =
    (try? Program.run(["run", "--blas", "onednn"] + Program.tiny, in: Scratch()).status) == 0

  private func hash(_ outcome: Outcome) throws -> String {
    try #require(outcome.objects().last).text("parameters_sha256")
  }

  @Test(
    "What cannot be had is refused in one line",
    arguments: [
      (["--blas", "onednn"], 69, "install libdnnl"),
      (["--precision", "bf16"], 69, "install libdnnl"),
      (["--blas", "openblas", "--precision", "bf16"], 65, "blas is openblas"),
      (["--blas", "mkl"], 2, "auto, openblas, onednn"),
    ])
  func refusals(options: [String], status: Int32, words: String) throws {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["run"] + options + Program.tiny, in: scratch, environment: Self.absent)
    #expect(outcome.status == status && outcome.output == "", "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && scratch.runFiles.isEmpty)
  }

  @Test("Of a narrow model auto is OpenBLAS everywhere, and the record says so")
  func automatic() throws {
    let run = ["run", "--json"] + Program.tiny
    let plain = try Program.run(run + ["--blas", "openblas"], in: Scratch())
    for environment in [[:], Self.absent] {
      let automatic = try Program.run(run, in: Scratch(), environment: environment)
      #expect(automatic.status == 0 && !automatic.errors.contains("oneDNN"))
      #expect(try hash(automatic) == hash(plain))
      let started = try #require(automatic.objects().first)
      #expect(started.object("config").text("run.blas") == "openblas")
    }
  }

  @Test("A file that is no oneDNN is refused where it is asked for")
  func foreign() throws {
    // Every program has it open already.
    let asked = try Program.run(
      ["run", "--blas", "onednn"] + Program.tiny, in: Scratch(),
      environment: ["FEDTOP_ONEDNN": "libm.so.6"])
    #expect(asked.status == 69 && asked.errors.contains("libm.so.6 is not oneDNN"))
    #expect(asked.errors.split(separator: "\n").count == 1 && asked.output == "")
  }

  @Test("A run of oneDNN is gone on with by oneDNN, or not at all", .enabled(if: isHere))
  func recorded() throws {
    let scratch = try Scratch()
    let rounds = Program.tiny + ["--set", "federation.rounds=4"]
    func record(_ library: String, workers: Int) throws -> Record {
      let scratch = try Scratch()
      let options = ["--blas", library, "--workers", "\(workers)"]
      let run = try Program.run(["run"] + options + rounds, in: scratch)
      #expect(run.status == 0, "\(run.errors)")
      return try Record(of: scratch)
    }
    let whole = try record("onednn", workers: 1)
    #expect(try record("onednn", workers: 2).difference(from: whole) == nil)
    #expect(try record("openblas", workers: 1).events.dropFirst() != whole.events.dropFirst())

    let killed = try Program(["run", "--blas", "onednn"] + rounds, in: scratch)
    #expect(killed.read(until: "round 1/4"))
    killed.signal(SIGKILL)
    _ = killed.wait()
    let commands = [
      ["resume", "latest", "--headless"], ["fork", "latest", "--round", "1", "--headless"],
    ]
    for command in commands {
      let refused = try Program.run(command, in: scratch, environment: Self.absent)
      #expect(refused.status == 69 && refused.output == "", "\(refused.errors)")
      #expect(refused.errors.contains("cannot go on: blas onednn needs oneDNN"))
      #expect(refused.errors.split(separator: "\n").count == 1)
    }
    #expect(scratch.runFiles.count { $0.hasSuffix(".sqlite") } == 1)

    let resumed = try Program.run(["resume", "latest", "--headless"], in: scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Record(of: scratch).difference(from: whole) == nil)
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 0 && verified.errors == "", "\(verified.errors)")
    let other = try Program.run(["verify", "latest"], in: scratch, environment: Self.absent)
    #expect(other.status == 0 && other.output.contains("agree"), "\(other.errors)")
    #expect(other.errors.contains("oneDNN") && other.errors.contains("tolerance"))
  }
}
