import Foundation
import Testing

@Suite struct ConfigTests {
  @Test("The printed configuration gives the same one again")
  func roundTrip() throws {
    let scratch = try Scratch()
    let options = [
      "--clients", "7", "--cohort", "3", "--method", "fibecfed", "--alpha", "1e-3", "--lr", "0.1",
      "--sparsity", "0.35", "--seed", "9223372036854775807", "--partition", "feature",
      "--set", "train.keep_moments=true", "--set", "clock.uplink=1e15", "--set", "gal.count=3",
      "--set", "data.text_column=a \"b\" \\c\td\u{7f}e\u{e9}\u{1b}#[f] = 'g'",
      "--set", "data.name=/some/where/t.tsv",
    ]
    let first = try printed(options, scratch)
    #expect(first.contains("clients = 7\n") && first.contains("keep_moments = true\n"))
    let file = try scratch.write("first.toml", first)
    #expect(try printed([file], scratch) == first)
    let plain = try printed([], scratch)
    #expect(try printed([try scratch.write("plain.toml", plain)], scratch) == plain)
    #expect(plain != first)
  }

  @Test("Flags win over the file, the file over the defaults")
  func order() throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      "c.toml", "mask.sparsity = 0.25\n[federation]\nclients = 12 # a dozen\nrounds = 5\n")
    let text = try printed([file, "--rounds", "6", "--set", "run.workers=2"], scratch)
    for line in ["sparsity = 0.25", "clients = 12", "rounds = 6", "workers = 2", "cohort = 10"] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
  }

  @Test("A run's record has every printed setting, with its value")
  func inForce() throws {
    let scratch = try Scratch()
    // A run records the library that `auto` came to.
    let options =
      Program.tiny + ["--rounds", "1", "--workers", "1", "--seed", "5", "--blas", "openblas"]
    var members: [String] = []
    var section = ""
    for line in try printed(options, scratch).split(separator: "\n") {
      if line.hasPrefix("[") { section = String(line.dropFirst().dropLast()) }
      let parts = line.split(separator: "=", maxSplits: 1)
      guard !line.hasPrefix("#"), parts.count == 2 else { continue }
      members.append("\"\(section).\(parts[0].dropLast())\": \(parts[1])")
    }
    #expect(members.count > 50)
    let right = try JSONObject("{\(members.joined(separator: ","))}")
    let outcome = try Program.run(["run", "--json"] + options, in: scratch)
    let config = try #require(try outcome.objects().first).object("config")
    #expect(config.keys == right.keys)
    #expect(config == right)
  }

  @Test(
    "Lists and help are for stdout, and end well",
    arguments: [
      (["methods"], "fibecfed"), (["models"], "embedded"), (["data"], "agreement"),
      (["themes"], "default"), (["keys"], "space"), (["--help"], "SUBCOMMANDS"),
      (["run", "--help"], "--sparsity"), (["help", "predict"], "--adapter"), (["--version"], "."),
      (["config"], "[federation]"),
    ])
  func lists(arguments: [String], word: String) throws {
    let outcome = try Program.run(arguments, in: try Scratch())
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains(word))
    #expect(!outcome.output.contains("\u{1b}"))
  }

  @Test("Every method of the list has a name of its own and can be run")
  func methods() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(["methods", "--json"], in: scratch)
    let methods = try outcome.objects()
    #expect(Set(methods.map { $0.text("name") }).count == methods.count && methods.count >= 5)
    for method in methods {
      #expect(
        method.keys == [
          "name", "summary", "source", "trains", "travels", "keeps", "passes", "equations",
          "trained", "bytes_up", "bytes_down", "settings", "pinned", "knobs",
        ])
      let name = method.text("name")
      let told = try Program.run(["methods", name], in: scratch)
      #expect(told.status == 0 && told.output.contains("source: \(method.text("source"))"))
      #expect(told.output.contains("knobs: "))
      #expect(
        try printed(["--method", method.text("name")], scratch)
          .contains("name = \"\(method.text("name"))\"\n"))
    }
  }

  @Test("An unknown method names the nearest")
  func unknownMethod() throws {
    let outcome = try Program.run(["methods", "scafold"], in: try Scratch())
    #expect(outcome.status == 2 && outcome.errors.contains("did you mean scaffold?"))
  }

  @Test("What docs/methods.md says of the methods is what the program says")
  func page() throws {
    let outcome = try Program.run(["methods", "--markdown"], in: try Scratch())
    let page = try String(
      contentsOf: Program.repository.appending(path: "docs/methods.md"), encoding: .utf8)
    let marker = try #require(page.range(of: "fedtop methods --markdown -->\n\n"))
    #expect(page[marker.upperBound...] == outcome.output, "run make docs")
  }

  @Test(
    "A setting of another method is refused with the nearest of its own",
    arguments: [
      (
        ["--method", "moon", "--set", "fedprox.mu=1"],
        "--set fedprox.mu: a setting of fedprox, which moon does not read; see fedtop methods moon"
      ),
      (["--method", "moon", "--sparsity", "0.5"], "--sparsity: a setting of fibecfed, which moon"),
      (
        ["--method", "fibecfed/no-mask", "--sparsity", "0.5"],
        "mask.sparsity = 0.5: fibecfed/no-mask is named after"
      ), (["--set", "mask.sparsity=2"], "must be a number from 0.01 to 1"),
      (["--method", "fedprocks"], "did you mean fedprox?"),
    ])
  func foreign(options: [String], words: String) throws {
    let outcome = try Program.run(["run"] + options, in: try Scratch())
    #expect(outcome.status == 2 || outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  private func printed(_ options: [String], _ scratch: Scratch) throws -> String {
    let outcome = try Program.run(["config", "--print"] + options, in: scratch)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    return outcome.output
  }
}
