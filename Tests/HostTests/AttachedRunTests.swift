import Foundation
import Metrics
import RunStore
import Testing

@testable import Host

@Suite struct AttachedRunTests {
  @Test("A file that cannot be read any more is no run that goes on, and one that is back is")
  func unreadable() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attach-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let provenance = Provenance(
      program: "1.0.0", configuration: [:], seed: 7, blasVersion: "OpenBLAS", blasCoreType: "Zen",
      blasThreads: 1)
    let writer = try RunWriter.create(
      directory: folder.path(percentEncoded: false), method: "fibecfed", provenance: provenance)
    writer.setStatus(.running)
    try writer.flush()
    let run = try AttachedRun(path: writer.path) {}
    defer { run.leave() }
    #expect(run.snapshot.state == .running)
    let whole = try Data(contentsOf: URL(filePath: writer.path))
    let file = try FileHandle(forUpdating: URL(filePath: writer.path))
    defer { try? file.close() }

    try file.truncate(atOffset: 0)
    #expect(
      wait { run.snapshot.notices.contains { $0.text.contains("the last that could be read") } })
    #expect(run.snapshot.state == .interrupted)

    try file.write(contentsOf: whole)
    #expect(wait { run.snapshot.state == .running })
  }

  private func wait(_ condition: () -> Bool) -> Bool {
    for _ in 0..<400 {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }
}
