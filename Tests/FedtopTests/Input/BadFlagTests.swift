import Testing

@Suite struct BadFlagTests {
  @Test(
    "A flag out of bounds, or none of ours, is a usage error",
    arguments: [
      BadInput(["--sparsity", "1.5"], 2, ["--sparsity 1.5", "from 0.01 to 1"]),
      BadInput(["--sparsity", "nan"], 2, ["--sparsity nan"]),
      BadInput(["--clients", "0"], 2, ["--clients 0", "from 1"]),
      BadInput(["--rounds", "-1"], 2, ["--rounds -1", "from 1 to 1000000"]),
      BadInput(["--lr", "-.5"], 2, ["--lr"]),
      BadInput(["--lr", "-0"], 2, ["--lr -0.0: must be a number"]),
      BadInput(["--clients", "many"], 2, ["--clients many", "whole number"]),
      BadInput(["--seed", "99999999999999999999"], 2, ["--seed", "whole number"]),
      BadInput(["--rank", "0"], 2, ["--rank 0"]),
      BadInput(["--partition", "fair"], 2, ["--partition fair", "dirichlet"]),
      BadInput(["--pacing", "brisk"], 2, ["--pacing brisk", "linear"]),
      BadInput(["--method", "nonsense"], 2, ["--method", "'nonsense'", "fedtop methods"]),
      BadInput(["--method", "fibecfad"], 2, ["did you mean fibecfed?"]),
      BadInput(["--cleints", "3"], 2, ["--cleints", "--clients"]),
      BadInput(["--rounds"], 2, ["--rounds"]),
      BadInput(["--set", "sparsity"], 2, ["--set sparsity", "section.key=value"]),
      BadInput(["--set", "mask.sparcity=0.5"], 2, ["mask.sparcity", "'mask.sparsity'"]),
      BadInput(
        ["--set", "train.keep_moments=perhaps"], 2, ["train.keep_moments", "true or false"]),
    ])
  func flag(_ input: BadInput) throws { try input.check() }

  @Test(
    "A command that lacks what it needs is a usage error",
    arguments: [
      BadInput("nothing to predict", 2, ["--text", "--data"]) { _ in
        ["predict", "--model", "embedded"]
      },
      BadInput("no samples to measure", 2, ["--data"]) { _ in ["fisher", "--model", "embedded"] },
      BadInput("no room for a token", 2, ["--max-length 1", "at least 4"]) { _ in
        ["predict", "--model", "embedded", "--text", "a", "--max-length", "1"]
      },
      BadInput("no such colours", 2, ["--color mauve", "auto"]) { _ in
        ["watch", "--color", "mauve"] + Program.tiny
      },
      BadInput("no such background", 2, ["--background", "auto, dark, light"]) { _ in
        ["watch", "--background", "mauve"] + Program.tiny
      },
      BadInput("no such theme", 66, ["\"mauve\"", "default"]) { _ in
        ["watch", "--theme", "mauve"] + Program.tiny
      },
      BadInput("a screen of no size", 2, ["--size 0x4", "120x36"]) { _ in
        ["frame", "latest", "--size", "0x4"]
      },
      BadInput("no run to draw", 66, ["latest", "runs"]) { _ in ["frame", "latest"] },
    ])
  func command(_ input: BadInput) throws { try input.check() }

  @Test(
    "An option that nobody would read is a usage error",
    arguments: [
      ["predict", "--model", "embedded", "--text", "a", "--temperature", "0.5"],
      ["predict", "--model", "embedded", "--text", "a", "--top-p", "0.5"],
      ["predict", "--model", "embedded", "--text", "a", "--generate", "2", "--seed", "1"],
      ["predict", "--model", "embedded", "--text", "a", "--label-column", "b"],
      ["pretrain", "out", "--model", "configs/vit-small"],
      ["run", "--client-column", "user"], ["run", "--set", "data.header=yes"],
      ["run", "--partition", "iid", "--alpha", "0.5"],
      ["run", "--set", "partition.shards=3"], ["data", "--model", "minilm"],
      ["data", "question", "--text-column", "a"],
      ["methods", "fibecfed", "--labels", "3"], ["methods", "--json", "--markdown"],
      ["config", "--monitor", "--clients", "3"], ["frame", "latest", "--ansi", "--format", "svg"],
      ["export", "latest", "out", "--to", "csv", "--series", "loss"],
      ["compare", "latest", "--json", "--format", "csv"],
      ["compare", "latest", "--plot-kind", "curves"],
    ])
  func unread(_ arguments: [String]) throws {
    try BadInput(arguments.joined(separator: " "), 2, []) { _ in arguments }.check()
  }

  /// Who starts it by a name of the shell's may mean just that: the last is taken, as ever, and not in silence.
  @Test func anOptionGivenTwiceIsTakenLastAndSaid() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["config", "--print", "--rounds", "3", "--seed=1", "--rounds=4", "--seed", "1"], in: scratch)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("rounds = 4"))
    #expect(
      outcome.errors
        == "fedtop: --rounds: '4' is taken, which comes last, and not '3'\n")
    let setting = try Program.run(
      [
        "config", "--print", "--rounds", "3", "--set", "federation.rounds=4", "--set",
        "gal.count=3",
        "--set", "gal.count=3",
      ], in: scratch, asGiven: true)
    #expect(setting.output.contains("rounds = 4"))
    #expect(
      setting.errors
        == "fedtop: federation.rounds: '4' of --set is taken, and not '3' of --rounds\n")
    let several = try Program.run(
      ["config", "--print", "--set", "gal.count=3", "--set", "train.batch=4"], in: scratch)
    #expect(several.errors.isEmpty)
  }

  @Test(
    "Names that do not exist",
    arguments: [
      BadInput(["--data", "nodata"], 66, ["nodata", "agreement"]),
      BadInput(["--data", "missing.tsv"], 66, ["missing.tsv"]),
      BadInput(["--model", "nomodel"], 66, ["nomodel", "config.json"]),
      BadInput(["nofile.toml"], 66, ["nofile.toml", "fedtop config --print"]),
      BadInput(["--gal", "99"], 65, ["gal.count = 99", "0 to 6"]),
      BadInput(["--clients", "65"], 65, ["64 samples", "65 clients", "fewer clients"]),
    ])
  func name(_ input: BadInput) throws { try input.check() }

  @Test(
    "Control characters of names do not reach the terminal",
    arguments: [
      BadInput(["--data", "no\u{1b}[31mdata\u{9b}2J"], 66, ["no\u{fffd}[31mdata\u{fffd}2J"]),
      BadInput(["--data", "two\nlines"], 66, ["two\u{fffd}lines"]),
      BadInput(["--model", "\u{1b}]0;title\u{7}"], 66, ["\u{fffd}]0;title\u{fffd}"]),
      BadInput(["a\r\u{202e}b.toml"], 66, ["a\u{fffd}\u{fffd}b.toml"]),
      BadInput(["--set", "a\u{8}.b=1"], 2, ["a\u{fffd}.b"]),
      BadInput(["--method", "a\u{1b}cb"], 2, ["a\u{fffd}cb"]),
      BadInput(["--wr\u{1b}ong"], 2, ["--wr\u{fffd}ong"]),
    ])
  func control(_ input: BadInput) throws { try input.check() }

  @Test(
    "A runs directory that cannot be written",
    arguments: [
      BadInput("a file", 74, ["plain", "--runs DIR"]) { scratch in
        ["run", "--runs", try scratch.write("plain", "")] + Program.tiny
      },
      BadInput("under a file", 74, ["plain/runs", "--runs DIR"]) { scratch in
        ["run", "--runs", try scratch.write("plain", "") + "/runs"] + Program.tiny
      },
      BadInput("a file system that makes no folders", 74, ["/proc/runs", "--runs DIR"]) { _ in
        ["run", "--runs", "/proc/runs"] + Program.tiny
      },
    ])
  func runs(_ input: BadInput) throws { try input.check() }
}
