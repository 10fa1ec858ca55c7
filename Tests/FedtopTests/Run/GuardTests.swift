import Testing

/// What a guard leaves of a run without a terminal: an exit status, a sentence, a record that can be verified.
@Suite struct GuardTests {
  @Test("A goal that is reached is no failure")
  func goal() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["run", "--json"] + Program.tiny + ["--set", "guard.bytes=1000"], in: scratch)
    #expect(outcome.status == 0)
    let last = try #require(try outcome.objects().last)
    #expect(last.text("event") == "run_finished" && last.integer("rounds") == 1)
    #expect(last.text("reason").hasPrefix("guard: ") && last.text("reason").contains("budget"))
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
  }

  @Test("Numbers that break end the run with status 1, the client and the layer")
  func fault() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["run"] + Program.tiny + [
        "--lr", "100", "--set", "train.optimizer=sgd", "--set", "train.clip=0",
        "--set", "train.momentum=0.99", "--set", "federation.rounds=5", "--set", "lora.alpha=1e6",
        "--set", "train.local_epochs=20", "--set", "guard.failures=any",
      ], in: scratch)
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(
      outcome.errors.contains(/guard: client \d+: training loss is not finite at step \d+ \(/))
    #expect(outcome.errors.contains("fedtop fork"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.lines.contains { $0.hasPrefix("ended after ") })
    #expect(outcome.lines.contains { $0.hasPrefix("guard: client ") })
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
  }
}
