import Foundation
import Testing

/// `fedtop sweep`: many runs of one file.
@Suite struct SweepTests {
  private static let head = """
    [federation]
    clients = 6
    cohort = 3
    rounds = 5
    [data]
    train_samples = 90
    test_samples = 36
    [train]
    batch = 8
    local_epochs = 1
    """

  private static let smoke = """
    \(head)
    [sweep]
    methods = ["fibecfed", "fedavg-lora", "ffa-lora"]
    seeds = [42, 43]
    """

  /// Fingerprints by the titles of the runs.
  private func fingerprints(_ outcome: Outcome) throws -> [String: String] {
    let last = try #require(outcome.lines.last)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: runs.map {
        ($0["title"] as? String ?? "", $0["parameters_sha256"] as? String ?? "none")
      })
  }

  private func files(_ scratch: Scratch, _ folder: String) -> [String] {
    let path = scratch.path + "/" + folder
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.hasSuffix(".sqlite") }
  }

  @Test(
    "A sweep that was killed goes on and ends as one that was not; what is done is not done again")
  func killed() throws {
    let scratch = try Scratch()
    let file = try scratch.write("smoke.toml", Self.smoke)
    let whole = try Program.run(
      ["sweep", file, "--runs", "whole", "--workers", "2", "--json"], in: scratch)
    #expect(whole.status == 0, "\(whole.errors)")
    let expected = try fingerprints(whole)
    #expect(expected.count == 6 && Set(expected.values).count == 6)
    #expect(!expected.values.contains("none"))

    let killed = try Program(
      ["sweep", file, "--runs", "killed", "--workers", "1"], in: scratch)
    #expect(killed.read(until: "[2/6]"))
    killed.signal(SIGKILL)
    _ = killed.wait()
    let before = files(scratch, "killed")
    #expect((2...5).contains(before.count))
    let resumed = try Program.run(
      ["sweep", file, "--runs", "killed", "--workers", "2", "--json"], in: scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try fingerprints(resumed) == expected)
    #expect(files(scratch, "killed").count == 6)
    #expect(Set(before).isSubset(of: Set(files(scratch, "killed"))))

    let again = try Program.run(["sweep", file, "--runs", "killed"], in: scratch)
    #expect(again.status == 0 && again.output.contains("6 runs, 6 finished already"))
    #expect(again.lines.count == 2, "nothing is left to be told")
    #expect(files(scratch, "killed").count == 6)
  }

  @Test("A run of a sweep is the run that its settings make alone")
  func alone() throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      "one.toml", Self.head + "\n[sweep]\nmethods = [\"fedavg-lora\"]\nseeds = [42]\n")
    let swept = try fingerprints(try Program.run(["sweep", file, "--json"], in: scratch))
    let plain = try scratch.write("plain.toml", Self.head)
    let run = try Program.run(["run", plain, "--method", "fedavg-lora", "--json"], in: scratch)
    let alone = try #require(try run.objects().last?.text("parameters_sha256"))
    #expect(swept == ["fedavg-lora, seed 42": alone])
    #expect(files(scratch, "runs/one").count == 1)
  }

  @Test("Its runs are told apart in a list, by seed and by what differs")
  func list() throws {
    let scratch = try Scratch()
    let text = """
      \(Self.head)
      [sweep]
      methods = ["fedavg-lora"]
      seeds = [42, 43]
      [[sweep.case]]
      name = "slow"
      "clock.uplink" = 4000
      [[sweep.case]]
      name = "fast"
      "clock.uplink" = 900000
      """
    let file = try scratch.write("cases.toml", text)
    let swept = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(swept.status == 0, "\(swept.errors)")
    let list = try Program.run(["runs", "--runs", "runs/cases", "--plain"], in: scratch)
    let titles = try #require(list.lines.first)
    #expect(titles.contains("  seed  ") && titles.hasSuffix("  differs"), "\(titles)")
    let lines = try Program.run(["runs", "--runs", "runs/cases", "--json"], in: scratch).lines
    for uplink in [4000, 900_000] {
      #expect(list.lines.count { $0.hasSuffix("  uplink=\(uplink)") } == 2, "\(list.output)")
      for seed in [42, 43] {
        let differs = "\"differs\":{\"clock.uplink\":\(uplink)}"
        let found = lines.count { $0.contains(differs) && $0.contains("\"seed\":\(seed),") }
        #expect(found == 1, "seed \(seed), uplink \(uplink)")
      }
    }
    let some = try Program.run(
      ["runs", "--runs", "runs/cases", "--json", "--where", "seed=43"], in: scratch)
    #expect(some.lines.count == 2)
  }

  @Test("A file that cannot be read is told once, and its run computed anew")
  func unread() throws {
    let scratch = try Scratch()
    let text = "\(Self.head)\n[sweep]\nmethods = [\"fedavg-lora\", \"ffa-lora\"]\nseeds = [42]\n"
    let file = try scratch.write("two.toml", text)
    let first = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(first.status == 0, "\(first.errors)")
    let lost = try #require(files(scratch, "runs/two").first { $0.contains("ffa-lora") })
    _ = try scratch.write("runs/two/\(lost)", "no run file any more")
    let name = lost.replacing(".sqlite", with: "")
    let again = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(again.errors.contains("\(name) cannot be gone on with: "), "\(again.errors)")
    #expect(again.errors.contains("computed anew"))
    #expect(try fingerprints(again) == fingerprints(first))
    #expect(files(scratch, "runs/two").count == 3)
    let third = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(third.errors == "" && files(scratch, "runs/two").count == 3)
  }

  @Test("A signal stops it after whole rounds, and the same command goes on")
  func signal() throws {
    let scratch = try Scratch()
    let text = Self.smoke.replacing("rounds = 5", with: "rounds = 400")
    let file = try scratch.write("long.toml", text)
    let program = try Program(["sweep", file, "--workers", "2"], in: scratch)
    // Two at a time: until each has a round on record.
    let areBegun = Patience.wait(120) {
      let runs = try? Program.run(["runs", "--runs", "runs/long", "--json"], in: scratch).objects()
      return runs?.count { $0.integer("round") > 0 } == 2
    }
    #expect(areBegun)
    program.signal(SIGTERM)
    let outcome = program.wait()
    #expect(outcome.status == 143)
    #expect(outcome.errors == "fedtop: stopped; go on with the same command\n")
    #expect(outcome.output.contains("\nstopped "))
    let list = try Program.run(["sweep", file, "--dry-run"], in: scratch)
    #expect(list.output.contains("2 begun") && list.status == 0)
  }

  @Test("At a rung only the better part goes on, whether or not it was interrupted there")
  func halving() throws {
    let scratch = try Scratch()
    let text = """
      \(Self.head.replacing("rounds = 5", with: "rounds = 4"))
      [sweep]
      methods = ["fedavg-lora", "ffa-lora", "head-only", "local-only"]
      [sweep.halving]
      rungs = [1, 2]
      keep = 0.5
      """
    let file = try scratch.write("halving.toml", text)
    let outcome = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let last = try #require(outcome.lines.last)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    let rounds = runs.map { $0["round"] as? Int ?? -1 }
    #expect(rounds.sorted() == [1, 1, 2, 4])
    #expect(runs.count { $0["condition"] as? String == "halved" } == 3)
    #expect(runs.count { ($0["reason"] as? String)?.contains("best") == true } == 3)
    let list = try Program.run(["sweep", file, "--dry-run"], in: scratch)
    #expect(list.lines.first?.contains("1 finished already, 3 ended at a rung;") == true)
    #expect(list.lines.count { $0.contains("halved") } == 3)
    let again = try Program.run(["sweep", file, "--json"], in: scratch)
    #expect(try fingerprints(again) == fingerprints(outcome))
    #expect(files(scratch, "runs/halving").count == 4)
  }

  @Test("A run whose numbers broke has failed, also when the sweep is started again")
  func fault() throws {
    let scratch = try Scratch()
    let text =
      Self.head.replacing("local_epochs = 1", with: "local_epochs = 20") + """

        learning_rate = 100
        optimizer = "sgd"
        clip = 0
        momentum = 0.99
        [lora]
        alpha = 1e6
        [guard]
        failures = "any"
        [sweep]
        methods = ["fedavg-lora"]
        """
    let file = try scratch.write("broken.toml", text)
    for _ in 0..<2 {
      let outcome = try Program.run(["sweep", file], in: scratch)
      #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("1 failed"))
      #expect(files(scratch, "runs/broken").count == 1)
    }
  }

  @Test("A run of data that has changed is made anew, and it is said")
  func changedData() throws {
    let scratch = try Scratch()
    let rows = (0..<60).map { "the \($0 % 2 == 0 ? "good" : "bad") film \($0),\($0 % 2)" }
    let data = try scratch.write("d.csv", "text,label\n" + rows.joined(separator: "\n") + "\n")
    let file = try scratch.write(
      "data.toml",
      Self.head.replacing("train_samples = 90", with: "name = \"\(data)\"")
        .replacing("test_samples = 36\n", with: "").replacing("rounds = 5", with: "rounds = 1")
        + "\n[sweep]\nmethods = [\"fedavg-lora\"]\n")
    #expect(try Program.run(["sweep", file], in: scratch).status == 0)
    #expect(try Program.run(["sweep", file], in: scratch).output.contains("1 finished already"))
    _ = try scratch.write("d.csv", "text,label\n" + rows.reversed().joined(separator: "\n") + "\n")
    let other = try Program.run(["sweep", file], in: scratch)
    #expect(other.status == 0 && other.output.contains("made of other data"))
    #expect(files(scratch, "runs/data").count == 2)
  }

  @Test(
    "What makes no sense is one line, and nothing is written",
    arguments: [
      ("", "no table [sweep]"), ("[sweep]\nmethods = [\"fibecfd\"]", "did you mean fibecfed"),
      ("[sweep]\nmethods = \"fibecfed\"", "sweep.methods: must be a list of names"),
      ("[sweep]\nmethod = 3", "sweep.method: must be tables"),
      ("[sweep]\nsedes = [1]", "sweep.sedes: there is methods, seeds"),
      ("[sweep.grid]\n\"federation.alhpa\" = [1]", "federation.alpha"),
      ("[sweep.grid]\nfederation.alpha = 1", "sweep.grid.federation.alpha: must be a list"),
      ("[sweep.grid]\ngal.count = [\"2\", \"9\"]", "gal.count 9, seed 42"),
      ("[sweep.halving]\nrungs = [7]", "rounds below the 5"),
      ("[sweep.search]\ndraws = 3", "needs draws"),
      ("[sweep]\nseeds = [1.5]", "must be a list of whole numbers"),
      ("[sweep]\nseeds = [-1]", "run.seed"),
      ("[sweep.factor]\n\"federation.rounds\" = [1e30]", "too large"),
      ("[sweep.halving]\nrungs = [2, 2]", "ascending"),
      ("[sweep.halving]\nrungs = [2]\nkeep = \"0.25\"", "halving.keep: must be a number between"),
    ])
  func faults(table: String, words: String) throws {
    let scratch = try Scratch()
    let file = try scratch.write("bad.toml", Self.head + "\n" + table + "\n")
    let outcome = try Program.run(["sweep", file], in: scratch)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output == "" && files(scratch, "runs/bad").isEmpty)
  }

  @Test("run names the command that a file of a sweep is for")
  func fileOfAnotherCommand() throws {
    let scratch = try Scratch()
    let file = try scratch.write("many.toml", Self.head + "\n[sweep]\nseeds = [1, 2]\n")
    let outcome = try Program.run(["run", file], in: scratch)
    #expect(outcome.status == 65 && outcome.output == "")
    #expect(outcome.errors.contains("fedtop sweep \(file)"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
