import Foundation
import Testing

/// What cannot be printed or written is said in a line, with status 74; what is there already stays whole.
@Suite struct OutputTests {
  /// Runs fedtop with its streams as a shell sets them up.
  private func shell(
    _ arguments: [String], _ streams: String, in scratch: Scratch
  ) throws -> Outcome {
    try Program(
      ["-c", "exec \"$0\" \"$@\" \(streams)", Program.path] + arguments, in: scratch,
      program: "/bin/bash"
    ).wait()
  }

  private func finished(_ scratch: Scratch) throws {
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
  }

  /// Every command that prints something, given a finished run.
  private static let printing: [[String]] = [
    ["run"] + Program.tiny, ["run", "--json"] + Program.tiny, ["runs"], ["runs", "--json"],
    ["compare", "latest", "latest"], ["config", "--print"], ["config"], ["methods"],
    ["methods", "moon"], ["methods", "--json"], ["models"], ["data"], ["themes"], ["keys"],
    ["frame", "latest"], ["frame", "latest", "--format", "svg"],
    ["export", "latest", "--to", "csv", "-"], ["export", "latest", "--to", "jsonl", "-"],
    ["export", "latest", "--to", "svg", "-"], ["export", "latest", "--to", "png", "-"],
    ["predict", "--model", "embedded", "--text", "a fine film"],
    ["predict", "--run", "latest", "--text", "x", "--json"],
    ["verify", "latest"], ["fork", "latest", "--round", "1", "--headless"], ["bench", "--list"],
    ["--help"], ["run", "--help"], ["--version"],
  ]

  @Test("A full device is told once, and the status says it")
  func full() throws {
    let scratch = try Scratch()
    try finished(scratch)
    for command in Self.printing {
      let outcome = try shell(command, ">/dev/full", in: scratch)
      #expect(outcome.status == 74, "\(command): \(outcome.status) \(outcome.errors)")
      let lines = outcome.errors.split(separator: "\n").filter { $0.contains("No space left") }
      #expect(lines.count == 1, "\(command): \(outcome.errors)")
    }
  }

  @Test("A reader that goes away is no error")
  func pipe() throws {
    let scratch = try Scratch()
    try finished(scratch)
    for command in Self.printing {
      let outcome = try shell(command, "> >(exec <&-; sleep 1)", in: scratch)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      #expect(!outcome.errors.contains("stdout"), "\(command): \(outcome.errors)")
    }
  }

  @Test("Streams that are closed lend their numbers to no file")
  func closed() throws {
    let scratch = try Scratch()
    let outcome = try shell(["run"] + Program.tiny, "<&- >&-", in: scratch)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("stdout cannot be written"), "\(outcome.errors)")
    #expect(try shell(["run"] + Program.tiny, "<&- 2>&-", in: scratch).status == 0)
    #expect(try shell(["verify", "latest"], "<&- 2>&-", in: scratch).status == 0)
  }

  private static let files = ["csv", "jsonl", "svg", "png"]
  private static let folders = ["tensorboard", "adapter", "model"]

  @Test("A device and a pipe are written into, and stay what they are")
  func devices() throws {
    let scratch = try Scratch()
    try finished(scratch)
    for format in Self.files {
      for force in [[], ["--force"]] {
        let export = ["export", "latest", "--to", format] + force
        #expect(try Program.run(export + ["/dev/null"], in: scratch).status == 0)
        let full = try Program.run(export + ["/dev/full"], in: scratch)
        #expect(full.status == 74 && full.errors.contains("No space left"), "\(full.errors)")
        let piped = try shell(export + ["/dev/stdout"], "| cat >\(format)", in: scratch)
        #expect(piped.errors.isEmpty)
        #expect(try Data(contentsOf: URL(filePath: scratch.path + "/" + format)).count > 100)
      }
    }
    for device in ["/dev/null", "/dev/full"] {
      var info = stat()
      #expect(stat(device, &info) == 0 && info.st_mode & S_IFMT == S_IFCHR)
    }
    for format in Self.folders {
      let outcome = try Program.run(
        ["export", "latest", "--force", "--to", format, "/dev/null"], in: scratch)
      #expect(outcome.status == 74 && outcome.errors.contains("is a file"), "\(outcome.errors)")
    }
  }

  @Test("A link stays a link: what it points to is replaced, if it is a file and only by force")
  func links() throws {
    let scratch = try Scratch()
    try finished(scratch)
    let manager = FileManager.default
    for format in Self.files {
      try scratch.write("there/target", "kept")
      try? manager.removeItem(atPath: scratch.path + "/link")
      try manager.createSymbolicLink(
        atPath: scratch.path + "/link", withDestinationPath: "there/target")
      let export = ["export", "latest", "--to", format, "link"]
      #expect(try Program.run(export, in: scratch).status == 74)
      #expect(scratch.text("there/target") == "kept")
      #expect(try Program.run(export + ["--force"], in: scratch).status == 0)
      #expect(
        try manager.destinationOfSymbolicLink(atPath: scratch.path + "/link") == "there/target")
      #expect(scratch.text("there/target") != "kept")
      #expect(try manager.contentsOfDirectory(atPath: scratch.path + "/there") == ["target"])
      try manager.removeItem(atPath: scratch.path + "/there/target")
      let loose = try Program.run(export + ["--force"], in: scratch)
      #expect(loose.status == 74 && loose.errors.contains("link to nothing"), "\(loose.errors)")
    }
  }

  @Test("Where nothing may be written: a line, and nothing is left behind")
  func readOnly() throws {
    let scratch = try Scratch()
    try finished(scratch)
    // Nobody writes there, root neither.
    let place = "/sys/kernel"
    for format in Self.files + Self.folders {
      let outcome = try Program.run(
        ["export", "latest", "--to", format, place + "/out"], in: scratch)
      #expect(outcome.status == 74, "\(format): \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("cannot be written"), "\(outcome.errors)")
    }
    let run = try Program.run(["run", "--runs", place + "/runs"] + Program.tiny, in: scratch)
    #expect(run.status == 74 && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  @Test("A disk that is full gets no half of an export", .enabled(if: SmallDisk.isPossible))
  func fullDisk() throws {
    let scratch = try Scratch()
    try finished(scratch)
    let path = scratch.path + "/disk"
    let disk = try SmallDisk(at: path, kilobytes: 8)
    // What is there leaves no room for a page more.
    try scratch.write("disk/filling", Data(count: 8192))
    for format in Self.files + Self.folders {
      let outcome = try Program.run(
        ["export", "latest", "--to", format, path + "/out"], in: scratch)
      #expect(outcome.status == 74, "\(format): \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["filling"])
    }
    disk.resize(kilobytes: 16)
  }
}
