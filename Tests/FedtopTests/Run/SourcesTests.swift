import Foundation
import Metrics
import RunStore
import Testing

/// A run goes on only with the data and the model that it was made from, wherever they are by then.
@Suite struct SourcesTests {
  private static let small = [
    "--clients", "4", "--cohort", "2", "--rounds", "3", "--workers", "1", "--method",
    "fedavg-lora", "--partition", "iid",
  ]

  /// Sentences of two kinds, a label each.
  private func table(_ labels: [String] = ["neg", "pos"], first: Int = 0) -> String {
    let words = [["weak", "bad", "poor", "dull"], ["great", "happy", "warm", "superb"]]
    let rows = (first..<first + 48).map { row in
      let kind = words[row % 2]
      return "a \(kind[row % 4]) film with a \(kind[(row / 2) % 4]) cast number \(row),"
        + labels[row % 2]
    }
    return "text,label\n" + rows.joined(separator: "\n") + "\n"
  }

  /// A run on `home/d.csv`, started there; its lines end with the fingerprint of its parameters.
  private func run(_ scratch: Scratch, _ options: [String] = []) throws -> String {
    try scratch.write("home/d.csv", table())
    let command = "cd home && exec \"$0\" \"$@\""
    let arguments = ["run", "--data", "d.csv", "--runs", "../runs"] + Self.small + options
    let outcome = try Program(
      ["-c", command, Program.path] + arguments, in: scratch, program: "/bin/bash"
    ).wait()
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(outcome.lines.last { $0.contains("sha256") })
  }

  private func refuse(
    _ command: [String], _ status: Int32, _ words: String..., in scratch: Scratch
  ) throws {
    let files = scratch.runFiles
    let outcome = try Program.run(command, in: scratch)
    #expect(outcome.status == status, "\(command): \(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(scratch.runFiles == files, "\(command)")
  }

  private static let again = [
    ["verify", "latest"], ["fork", "latest", "--round", "1", "--headless"],
  ]
  private static let question = ["predict", "--run", "latest", "--text", "a great happy film"]
  private static let export = ["export", "latest", "--force", "--to", "model", "m"]

  @Test("A trace of devices that has changed, or is gone, is named")
  func trace() throws {
    let scratch = try Scratch()
    let rows = "device,class\na,phones-4g\n"
    try scratch.write("home/t.csv", rows)
    _ = try run(scratch, ["--set", "clock.devices=./t.csv"])
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 0, "\(verified.errors)")
    try scratch.write("home/t.csv", rows + "b,datacenter\n")
    try refuse(["verify", "latest"], 65, "trace of devices", "has changed", "t.csv", in: scratch)
    try FileManager.default.removeItem(atPath: scratch.path + "/home/t.csv")
    try refuse(["verify", "latest"], 66, "not found", "t.csv", in: scratch)
  }

  @Test("What is where it was works from any folder, and gives the same numbers")
  func unchanged() throws {
    let scratch = try Scratch()
    let fingerprint = try run(scratch)
    for command in Self.again + [Self.question, Self.export] {
      let outcome = try Program.run(command, in: scratch)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      if command[0] == "fork" { #expect(outcome.output.contains(fingerprint)) }
    }
  }

  @Test("Data that was moved and renamed goes on with --data, from then on without")
  func movedData() throws {
    let scratch = try Scratch()
    let fingerprint = try run(scratch)
    try FileManager.default.moveItem(
      atPath: scratch.path + "/home/d.csv", toPath: scratch.path + "/other.csv")
    for command in Self.again {
      try refuse(command, 66, "not found: ", "/home/d.csv", "--data FILE", in: scratch)
      let outcome = try Program.run(command + ["--data", "other.csv"], in: scratch)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      if command[0] == "fork" { #expect(outcome.output.contains(fingerprint)) }
    }
    // The branch knows where its data is.
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
  }

  @Test("Parameters are read and exported without the data, under the names of the time")
  func withoutData() throws {
    let scratch = try Scratch()
    _ = try run(scratch)
    let before = try Program.run(Self.question, in: scratch)
    #expect(before.output.hasPrefix("neg") || before.output.hasPrefix("pos"))
    // The names change places, if it were for the order of the alphabet.
    try scratch.write("home/d.csv", table(["very-neg", "pos"]))
    #expect(try Program.run(Self.question, in: scratch).output == before.output)
    try FileManager.default.removeItem(atPath: scratch.path + "/home")
    #expect(try Program.run(Self.question, in: scratch).output == before.output)
    #expect(try Program.run(Self.question + ["--client", "1"], in: scratch).status == 0)
    for target in ["model", "adapter"] {
      let outcome = try Program.run(
        ["export", "latest", "--to", target, target], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(scratch.text("\(target)/fedtop.json").contains("\"neg\""))
    }
    #expect(scratch.text("model/config.json").contains(/"0" ?: ?"neg"/))
  }

  @Test(
    "Data with one other byte, one row less or more, or a test file beside is told",
    arguments: [
      "byte", "label", "less", "more",
    ])
  func changedData(kind: String) throws {
    let scratch = try Scratch()
    _ = try run(scratch)
    let changed =
      switch kind {
      case "byte": table().replacing("number 7,", with: "number 6,")
      case "label": table(["very-neg", "pos"])
      case "less": table().split(separator: "\n").dropLast().joined(separator: "\n")
      default: table() + "a fine film,pos\n"
      }
    try scratch.write("home/d.csv", changed)
    try scratch.write("elsewhere.csv", changed)
    for command in Self.again {
      try refuse(
        command, 65, "the data of run ", " has changed: ", "/home/d.csv has SHA-256 ", "(",
        "--data FILE", in: scratch)
      try refuse(
        command + ["--data", "elsewhere.csv"], 65, "/elsewhere.csv has SHA-256 ", in: scratch)
    }
  }

  @Test("An interrupted run goes on where its data is, and job scripts find it from any folder")
  func resumed() throws {
    let scratch = try Scratch()
    let whole = try run(scratch, ["--rounds", "40"])
    let runs = scratch.path + "/runs"
    try FileManager.default.removeItem(atPath: runs)
    let arguments =
      ["--data", "home/d.csv"] + Self.small + ["--rounds", "40"]
    let first = try Program(["run"] + arguments, in: scratch)
    #expect(first.read(until: "round 2/"))
    first.signal(SIGTERM)
    #expect(first.wait().status == 143)
    let good = scratch.text("home/d.csv")
    try scratch.write("home/d.csv", good + "a fine film,pos\n")
    try refuse(["resume", "latest", "--headless"], 65, "/home/d.csv has SHA-256", in: scratch)
    try refuse(["run", "--resume-latest"] + arguments, 65, "has SHA-256", in: scratch)
    try scratch.write("copy.csv", good)
    try refuse(
      ["resume", "latest", "--headless", "--data", "gone.csv"], 66, "gone.csv", in: scratch)
    try scratch.write("home/d.csv", good)
    let place = scratch.path + "/./home/../home/d.csv"
    let again = try Program.run(
      ["run", "--resume-latest"] + arguments + ["--data", place], in: scratch)
    #expect(again.status == 0 && scratch.runFiles.count == 1, "\(again.errors)")
    #expect(again.lines.contains(whole))
  }

  @Test("A model that was moved goes on with --model; one that was changed is told")
  func model() throws {
    let scratch = try Scratch()
    let oracle = Oracle("bert")
    let base = try scratch.copy(oracle.model, to: "base", changing: "config.json") { _ in }
    let fingerprint = try run(scratch, ["--model", base])
    let all = Self.again + [Self.question, Self.export]
    let moved = scratch.path + "/moved"
    try FileManager.default.moveItem(atPath: base, toPath: moved)
    for command in all {
      try refuse(command, 66, "not found: \(base)", "--model DIR", in: scratch)
      let before = Set(scratch.runFiles)
      let outcome = try Program.run(command + ["--model", "moved"], in: scratch)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      if command[0] == "fork" {
        #expect(outcome.output.contains(fingerprint))
        try FileManager.default.removeItem(
          atPath: scratch.path + "/runs/"
            + (try #require(Set(scratch.runFiles).subtracting(before).first)))
      }
    }
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
      let copy = try scratch.copy(URL(filePath: moved), to: "base-\(file)", changing: file) {
        $0[$0.count - 1] ^= 1
      }
      for command in all {
        try refuse(
          command + ["--model", copy], 65, "the model of run ", "\(copy)/\(file) has SHA-256",
          in: scratch)
      }
    }
    try FileManager.default.removeItem(atPath: moved + "/tokenizer.json")
    try refuse(
      ["verify", "latest", "--model", moved], 65, "\(moved)/tokenizer.json is gone", in: scratch)
  }

  @Test("What is part of the program is compared, too, and can be nowhere else")
  func embedded() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    try refuse(["verify", "latest", "--data", "d.csv"], 65, "part of the program", in: scratch)
    try refuse(["verify", "latest", "--model", "minilm"], 65, "part of the program", in: scratch)
    let reader = try RunReader(
      path: RunCatalogue(directory: scratch.path + "/runs").resolve("latest"))
    var provenance = reader.meta.provenance
    let sources = try #require(provenance.sources)
    #expect(sources.labels == ["different", "same"])
    #expect(sources.data.files.map(\.part) == ["samples"])
    #expect(sources.model.files.map(\.part) == ["model.safetensors", "vocab.txt"])
    for change in [\RunSources.data, \.model] {
      var other = sources
      other[keyPath: change].files[0].sha256 = "00"
      provenance.sources = other
      try write(reader, provenance, to: scratch)
      try refuse(["verify", "latest"], 65, "another one in this version", in: scratch)
    }
    provenance.sources = nil
    try write(reader, provenance, to: scratch)
    try refuse(["verify", "latest"], 65, "damaged (what it was made from)", in: scratch)
  }

  /// The same record under another provenance, as the latest run.
  private func write(_ reader: RunReader, _ provenance: Provenance, to scratch: Scratch) throws {
    let writer = try RunWriter.create(
      directory: scratch.path + "/runs", method: reader.meta.method, provenance: provenance)
    try writer.commit(
      round: try reader.events().events.map(\.event), checkpoint: reader.latestCheckpoint())
    try writer.close()
  }

  @Test(
    "A run that was killed before its first checkpoint begins anew, whatever its model's files are by now"
  )
  func beforeTheFirstCheckpoint() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    let reader = try RunReader(
      path: RunCatalogue(directory: scratch.path + "/runs").resolve("latest"))
    let whole = try #require(reader.meta.provenance.sources)
    var provenance = reader.meta.provenance
    provenance.sources?.model.files = []
    let writer = try RunWriter.create(
      directory: scratch.path + "/runs", method: reader.meta.method, provenance: provenance)
    try writer.commit(round: [.runStarted(try #require(try reader.started()))])
    try writer.close()
    let resumed = try Program.run(["resume", writer.path, "--headless"], in: scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let after = try RunReader(path: writer.path)
    #expect(after.meta.provenance.sources == whole)
    #expect(
      try after.snapshot().summary?.parametersSHA256
        == reader.snapshot().summary?.parametersSHA256)
  }

  @Test("A file of an earlier version is looked at, but not gone on with")
  func earlier() throws {
    let scratch = try Scratch()
    _ = try run(scratch)
    let path = "\(scratch.path)/runs/\(try #require(scratch.runFiles.first))"
    var bytes = try Data(contentsOf: URL(filePath: path))
    // As a file of schema 1 is: both places of the version, and no entry of what it was made from.
    bytes[63] = 1
    let schema = try #require(bytes.firstRange(of: Data("schema\u{2}".utf8)))
    bytes[schema.upperBound - 1] = 1
    let entry = try #require(bytes.firstRange(of: Data("sources{".utf8)))
    bytes[entry.upperBound - 2] = UInt8(ascii: "z")
    try bytes.write(to: URL(filePath: path))
    for command in [
      ["frame", "latest"], ["runs"], ["compare", "latest"],
      ["export", "latest", "--to", "csv", "-"],
    ] {
      #expect(try Program.run(command, in: scratch).status == 0, "\(command)")
    }
    for command in Self.again + [Self.question, Self.export, ["resume", "latest", "--headless"]] {
      try refuse(command, 65, "run file of an earlier fedtop", path, "run it anew", in: scratch)
    }
  }
}
