import Foundation
import GRDB
import Metrics
import Testing

@testable import RunStore

struct SharedFileSystemTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let mounts = """
    24 1 254:0 / / rw,relatime - ext4 /dev/root rw
    31 24 0:27 / /tmp rw - tmpfs tmpfs rw
    36 24 0:49 /home /home rw,noatime master:1 shared:7 - nfs4 10.0.0.1:/home rw,vers=4.2
    37 24 0:300 / /scratch rw - lustre mgs:/scratch rw
    38 24 0:51 / /far rw - fuse.sshfs login: rw
    39 24 8:17 / /stick rw - fuseblk /dev/sdb1 rw
    torn line
    """

  /// Numbers of devices as `stat` gives them, with a minor number beyond a byte among them.
  @Test(
    arguments: [
      (0xfe00, false), (27, false), (49, true), (0x10_002c, true), (51, true), (0x811, false),
      (99, false),
    ] as [(UInt64, Bool)])
  func whatMachinesShareIsKnown(device: UInt64, isShared: Bool) {
    #expect(SharedFileSystem.isShared(device: device, mounts: Self.mounts) == isShared)
  }

  private func writer() throws -> RunWriter {
    try RunWriter.create(
      directory: scratch.path, method: "fibecfed", provenance: Samples.provenance,
      policy: .standard, date: Date(), history: nil, isShared: true)
  }

  private func mode(_ path: String) throws -> String? {
    try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
  }

  @Test func aSharedFileHasNoLogOfWhichOtherMachinesSeeNothing() throws {
    let writer = try writer()
    try writer.commit(round: [Samples.started(), Samples.initialised])
    try writer.flush()
    #expect(access(writer.path + "-wal", F_OK) != 0 && access(writer.path + "-shm", F_OK) != 0)
    try writer.close()
    #expect(try mode(writer.path) != "wal")
  }

  @Test func aFileThatMovesToASharedFolderLosesItsLog() throws {
    let first = try Samples.writer(in: scratch, rounds: 1)
    try first.close()
    #expect(try mode(first.path) == "wal")
    let database = try RunFile.openForHosting(first.path, isShared: true)
    try database.close()
    #expect(try mode(first.path) != "wal")
  }

  /// Two readers look all the while at a file with a rollback journal: each sees every event once, in its order.
  @Test func itIsReadWhileItIsWritten() async throws {
    let writer = try writer()
    try writer.commit(round: [Samples.started(), Samples.initialised])
    let path = writer.path
    let rounds = 40
    let readers = (0..<2).map { _ in
      Task.detached {
        var follower = try RunFollower(path: path)
        var events: [RunEvent] = []
        while events.last(where: { if case .runFinished = $0 { true } else { false } }) == nil {
          events += try follower.poll()
          try await Task.sleep(for: .milliseconds(1))
        }
        return events.filter { !$0.isTransient }
      }
    }
    for round in 1...rounds {
      try writer.commit(round: Samples.round(round), checkpoint: Samples.parts(round))
    }
    try writer.commit(round: [Samples.summary(rounds: rounds, interrupted: false)])
    try writer.close()
    let wanted = try RunReader(path: path).events().events.map(\.event)
    #expect(wanted.count > 2 * rounds)
    for reader in readers { #expect(try await reader.value == wanted) }
  }
}
