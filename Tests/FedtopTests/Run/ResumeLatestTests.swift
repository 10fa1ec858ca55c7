import Foundation
import Testing

/// `run --resume-latest`: one line for a job script that is started again and again.
@Suite struct ResumeLatestTests {
  // More clients a round than there are: the run's own settings say four.
  private static let job = [
    "run", "--resume-latest", "--cohort", "9", "--data", "agreement", "--clients", "4", "--rounds",
    "6", "--set", "data.train_samples=64", "--set", "data.test_samples=24",
  ]

  /// Names of the runs there are.
  private func runs(_ scratch: Scratch) -> [String] {
    scratch.runFiles.filter { $0.hasSuffix(".sqlite") }
  }

  @Test("A run that was killed is gone on with; one that is done, or of other settings, is not")
  func script() throws {
    let scratch = try Scratch()
    let first = try Program(Self.job, in: scratch)
    #expect(first.read(until: "\nround 2/"))
    first.signal(SIGKILL)
    _ = first.wait()
    let other = try Program.run(Self.job + ["--seed", "43"], in: scratch)
    #expect(other.status == 0 && runs(scratch).count == 2)

    let resumed = try Program.run(Self.job + ["--workers", "2", "--json"], in: scratch)
    #expect(resumed.status == 0 && runs(scratch).count == 2, "\(resumed.errors)")
    let last = try #require(try resumed.objects().last)
    #expect(last.integer("rounds") == 6)
    let rounds = try resumed.objects().filter { $0.text("event") == "round" }
    #expect((1...5).contains(rounds.count), "what was on record is not made again")

    let again = try Program.run(Self.job + ["--json"], in: scratch)
    #expect(runs(scratch).count == 3)
    #expect(try again.objects().last?.text("parameters_sha256") == last.text("parameters_sha256"))
    #expect(try again.objects().last?.text("run") != last.text("run"))
  }

  @Test("A run that another process trains is left to it")
  func live() throws {
    let scratch = try Scratch()
    let endless = Self.job + ["--set", "federation.rounds=100000"]
    let first = try Program(endless, in: scratch)
    #expect(first.read(until: "\nround 1/"))
    let second = try Program.run(endless, in: scratch)
    #expect(second.status == 65)
    #expect(second.errors.contains("is being trained by process \(first.number)"))
    #expect(second.errors.contains("fedtop attach"))
    #expect(second.errors.split(separator: "\n").count == 1 && second.output == "")
    #expect(runs(scratch).count == 1)
  }
}
