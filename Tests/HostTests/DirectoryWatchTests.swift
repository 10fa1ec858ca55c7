import Foundation
import Host
import Metrics
import Synchronization
import Testing

/// The runs of a directory as they come and go.
@Suite struct DirectoryWatchTests {
  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func becomes(_ seconds: Double = 10, _ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return condition()
  }

  @Test("A file that comes is a card, one that goes is none, and both wake the screen")
  func comingAndGoing() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let wakes = Mutex(0)
    let watch = DirectoryWatch(directory: folder.path(percentEncoded: false)) {
      wakes.withLock { $0 += 1 }
    }
    defer { watch.close() }
    #expect(becomes { watch.isRead } && watch.cards.isEmpty && watch.problem == nil)
    let first = wakes.withLock(\.self)
    let file = folder.appending(path: "20260923-141530-x-0001.sqlite")
    try Data("no run".utf8).write(to: file)
    #expect(becomes { watch.cards.count == 1 })
    let card = try #require(watch.cards.first)
    #expect(card.name == "20260923-141530-x-0001" && card.condition == .damaged)
    #expect(card.problem?.contains("not a run file") == true)
    #expect(becomes { wakes.withLock(\.self) > first })
    try FileManager.default.removeItem(at: file)
    #expect(becomes { watch.cards.isEmpty })
  }

  @Test("Nobody looks while nobody wants to know, and who wants to know again is told at once")
  func resting() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = DirectoryWatch(directory: folder.path(percentEncoded: false)) {}
    defer { watch.close() }
    #expect(becomes { watch.isRead })
    watch.want(false)
    Thread.sleep(forTimeInterval: 0.2)
    try Data("no run".utf8).write(to: folder.appending(path: "a.sqlite"))
    #expect(!becomes(1.5) { !watch.cards.isEmpty })
    watch.want(true)
    #expect(becomes(0.8) { watch.cards.count == 1 })
  }

  @Test("A directory that is not there is empty; one that cannot be read says so")
  func noDirectory() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let none = DirectoryWatch(directory: folder.path(percentEncoded: false) + "/none") {}
    defer { none.close() }
    #expect(becomes { none.isRead } && none.cards.isEmpty && none.problem == nil)
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    let wrong = DirectoryWatch(directory: file.path(percentEncoded: false)) {}
    defer { wrong.close() }
    #expect(becomes { wrong.problem?.contains("--runs DIR") == true })
  }
}
