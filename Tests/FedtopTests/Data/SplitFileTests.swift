import Foundation
import Testing

/// A split goes into a file and comes out of it, and a run of it is the run that it was taken from.
@Suite struct SplitFileTests {
  private static let federation = [
    "--clients", "4", "--set", "data.train_samples=64", "--set", "data.test_samples=24",
  ]
  private static let run =
    ["run", "--json", "--data", "question", "--cohort", "2", "--rounds", "2", "--workers", "1"]
    + federation

  private func save(
    _ scratch: Scratch, _ options: [String] = [], to file: String = "split.json"
  ) throws -> Outcome {
    try Program.run(
      ["data", "question", "--save-split", file] + Self.federation + options, in: scratch)
  }

  @Test(
    "A run of a saved split is the run that draws it, bit for bit, whatever its partition is called"
  )
  func roundTrip() throws {
    let scratch = try Scratch()
    #expect(try save(scratch).status == 0)
    let drawn = try Program.run(Self.run, in: scratch)
    let read = try Program.run(
      Self.run + ["--set", "partition.manifest=split.json", "--partition", "iid"], in: scratch)
    #expect(read.status == 0, "\(read.errors)")
    func value(_ outcome: Outcome, _ event: String, _ key: String) throws -> String? {
      try outcome.objects().first { $0.text("event") == event }?.text(key)
    }
    let hash = try value(drawn, "run_started", "partition_hash")
    #expect(hash?.count == 64)
    #expect(try value(read, "run_started", "partition_hash") == hash)
    #expect(
      try value(read, "run_finished", "parameters_sha256")
        == value(drawn, "run_finished", "parameters_sha256"))
    #expect(read.errors.contains("split of /"), "it says where the split is from")
    // Sheets of both say the same.
    let sheet = try Program.run(
      ["data", "question", "--json", "--set", "partition.manifest=split.json"] + Self.federation,
      in: scratch
    ).objects()
    #expect(sheet.first?.object("partition").text("sha256") == hash)
  }

  @Test("A run goes on only with the split that it was made with")
  func changed() throws {
    let scratch = try Scratch()
    #expect(try save(scratch).status == 0)
    let made = try Program.run(
      Self.run + ["--set", "partition.manifest=split.json"], in: scratch)
    #expect(made.status == 0)
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
    #expect(try save(scratch, ["--partition", "iid"]).status == 0)
    let other = try Program.run(["verify", "latest"], in: scratch)
    #expect(other.status == 65 && other.errors.contains("the split of run "), "\(other.errors)")
    try FileManager.default.removeItem(atPath: scratch.path + "/split.json")
    let gone = try Program.run(["verify", "latest"], in: scratch)
    #expect(gone.status == 66 && gone.errors.contains("split.json"), "\(gone.errors)")
  }

  @Test("A split of other data, of other clients or of nothing is one line")
  func refused() throws {
    let scratch = try Scratch()
    #expect(try save(scratch).status == 0)
    try scratch.write("bad.json", "{}")
    for (options, status, words) in [
      (["--seed", "43"], 65, "a split of other data: its training samples are 64 "),
      (["--clients", "5"], 65, "it has 4 clients, and 5 are wanted"),
      (["--set", "partition.manifest=bad.json"], 65, "bad.json: no split"),
      (["--set", "partition.manifest=none.json"], 66, "not found: "),
    ] {
      let outcome = try Program.run(
        Self.run + ["--set", "partition.manifest=split.json"] + options, in: scratch)
      #expect(outcome.status == Int32(status), "\(options) \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
    #expect(scratch.runFiles.isEmpty)
    let nothing = try Program.run(["data", "--save-split", "x.json"], in: scratch)
    #expect(nothing.status == 2)
    let impossible = try save(
      scratch, ["--partition", "pathological", "--set", "partition.classes=9"], to: "x.json")
    #expect(impossible.status == 65 && impossible.errors.contains("partition.classes"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/x.json"))
  }

  @Test("Each file of a folder can be a client")
  func files() throws {
    let scratch = try Scratch()
    for (name, count) in [("ann", 12), ("bob", 20), ("cid", 16)] {
      let rows = (0..<count).map {
        "a \($0 % 2 == 0 ? "weak" : "great") film \(name) \($0),\($0 % 2)\n"
      }
      try scratch.write("clients/\(name).csv", "text,label\n" + rows.joined())
    }
    let options = ["--data", "clients", "--cohort", "2", "--rounds", "1"]
    let made = try Program.run(
      ["run", "--json", "--partition", "files", "--clients", "3"] + options, in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    let started = try made.objects().first { $0.text("event") == "run_started" }
    #expect(started?.text("data") == "clients")
    #expect(made.errors.contains("each of 3 files is a client"))
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
    try scratch.write("clients/dan.csv", "text,label\nx,1\n")
    let more = try Program.run(["verify", "latest"], in: scratch)
    #expect(more.status == 65 && more.errors.contains("dan.csv is there now"), "\(more.errors)")
    let without = try Program.run(["run"] + options, in: scratch)
    #expect(without.status == 66 && without.errors.contains("train.jsonl"), "\(without.errors)")
  }
}
