import CHeapWatch
import Foundation
import Testing

/// Broken files at every door: each is read or refused in a line, soon and in little memory, and none traps.
///
/// `make fuzz` breaks a hundred thousand of them. What was being read when the process died lies in `folder`.
@Suite(.serialized) struct FuzzTests {
  private static let folder = FileManager.default.temporaryDirectory.appending(path: "fedtop-fuzz")
  /// Files a kind.
  private static let count =
    ProcessInfo.processInfo.environment["FEDTOP_FUZZ"].flatMap { Int($0) } ?? 120

  @Test(arguments: FuzzCase.all)
  func nothingTraps(kind: FuzzCase) throws {
    let whole = try #require(kind.folder[kind.file], "the reference is missing")
    let folder = Self.folder.appending(path: "\(getpid())-\(abs(kind.name.hashValue))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in kind.folder { try Data(bytes).write(to: folder.appending(path: name)) }
    try kind.open(folder.path)
    for turn in 0..<Self.count {
      // A seed a file, so that one can be made again alone.
      var mutator = Mutator(seed: UInt64(turn), words: kind.words)
      let broken = mutator.mutated(whole)
      try Data(broken).write(to: folder.appending(path: kind.file))
      attempt(kind, folder.path, turn, bytes: broken.count)
    }
  }

  /// Opens what was broken.
  private func attempt(_ kind: FuzzCase, _ folder: String, _ turn: Int, bytes: Int) {
    let place = "\(kind.name), seed \(turn)"
    let start = ContinuousClock.now
    let before = heap_watch_live()
    heap_watch_reset_peak()
    defer {
      let size = kind.folder.values.reduce(bytes) { $0 + $1.count }
      let peak = heap_watch_peak() - before
      #expect(peak < 10 * size + 4 << 20, "\(place): \(peak) bytes for a file of \(bytes)")
      #expect(start.duration(to: .now) < .seconds(20), "\(place)")
    }
    do {
      try kind.open(folder)
    } catch {
      let line = "\(error)"
      #expect(!(error is CocoaError) && !(error is DecodingError), "\(place): \(line)")
      #expect(!line.contains("\n") && !line.contains("\u{1B}"), "\(place): \(line)")
    }
  }
}
