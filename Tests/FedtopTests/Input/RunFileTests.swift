import Foundation
import Testing

/// A run file in a bad way: one line says what, where and what to do; what is valid stays readable.
@Suite struct RunFileTests {
  /// A finished run, and the path of its file.
  private func finished() throws -> (scratch: Scratch, path: String) {
    let scratch = try Scratch()
    let run = try Program.run(["run"] + Program.tiny, in: scratch)
    try #require(run.status == 0, "\(run.errors)")
    let name = try #require(scratch.runFiles.first { $0.hasSuffix(".sqlite") })
    return (scratch, "\(scratch.path)/runs/\(name)")
  }

  private func expect(
    _ arguments: [String], _ status: Int32, _ words: [String], in scratch: Scratch
  ) throws {
    let outcome = try Program.run(arguments, in: scratch)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
  }

  private static let readers = [
    ["frame"], ["verify"], ["export", "--to", "csv"], ["resume", "--headless"],
    ["fork", "--round", "1", "--headless"], ["compare"],
  ]

  private func command(_ reader: [String]) -> [String] {
    [reader[0], "latest"] + reader.dropFirst() + (reader[0] == "export" ? ["-"] : [])
  }

  @Test("A file of a later version is left alone")
  func newer() throws {
    let (scratch, path) = try finished()
    var bytes = try Data(contentsOf: URL(filePath: path))
    // The lowest byte of SQLite's `user_version`.
    bytes[63] = 9
    try bytes.write(to: URL(filePath: path))
    for reader in Self.readers {
      try expect(
        command(reader), 65, ["later fedtop (schema 9", path, "update fedtop"], in: scratch)
    }
    let list = try Program.run(["runs"], in: scratch)
    #expect(list.status == 0 && list.output.contains("later fedtop"))
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
  }

  @Test("A file that is cut short shows what it has, and is not gone on with")
  func cutShort() throws {
    let (scratch, path) = try finished()
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(bytes.count * 9 / 10).write(to: URL(filePath: path))
    let frame = try Program.run(["frame", "latest"], in: scratch)
    #expect(frame.status == 0 && frame.output.contains("fedtop"))
    let list = try Program.run(["runs"], in: scratch)
    #expect(list.status == 0 && list.output.contains("cut short"))
    try expect(
      ["resume", "latest", "--headless"], 65, ["cut short", path, "restore a copy"], in: scratch)
  }

  @Test("An event that is not what was written is told by all who read the record")
  func damaged() throws {
    let (scratch, path) = try finished()
    var bytes = try Data(contentsOf: URL(filePath: path))
    let end = try #require(
      bytes.range(of: Data("\"event\":\"run_finished\"".utf8), options: .backwards))
    bytes.replaceSubrange(end, with: Data("\"event\":\"run_Finished\"".utf8))
    try bytes.write(to: URL(filePath: path))
    for reader in [
      ["compare", "latest"], ["compare", "runs", "--json"],
      ["compare", "latest", "--save", "results.jsonl"], ["diagnose", "latest"],
      ["export", "latest", "-", "--to", "csv"],
    ] {
      try expect(
        reader, 0,
        [URL(filePath: path).deletingPathExtension().lastPathComponent, "damaged after event"],
        in: scratch)
    }
  }

  @Test("A file that another program keeps locked is told after a while")
  func locked() throws {
    let (scratch, path) = try finished()
    // What SQLite takes for exclusive use: bytes from 2^30 on.
    let file = open(path, O_RDWR)
    defer { close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    try #require(fcntl(file, F_SETLK, &lock) == 0)
    try expect(["frame", "latest"], 74, ["locked", path, "close that program"], in: scratch)
  }
}
