import Foundation
import Metrics
import Plain
import Testing

@testable import RunStore

@Suite struct DamageTests {
  let scratch: Scratch
  let whole: [RunEvent]
  let bytes: [UInt8]

  init() throws {
    scratch = try Scratch()
    let path = try Samples.file(in: scratch, rounds: 40, bytes: 3000)
    whole = try RunReader(path: path).events().events.map(\.event)
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Opens `bytes` as a run file and does everything a reader can do; returns the events it gave.
  private func examine(_ bytes: some Collection<UInt8>) throws -> [RunEvent]? {
    let path = scratch.path + "/damaged.sqlite"
    for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let reader: RunReader
    do {
      reader = try RunReader(path: path)
    } catch {
      #expect(!error.description.contains("\n"))
      return nil
    }
    _ = try? reader.snapshot()
    _ = try? reader.status()
    _ = try? reader.pendingCommands()
    _ = try? reader.checkpointRounds()
    _ = try? reader.growth()
    if let checkpoint = try? reader.latestCheckpoint() {
      #expect(checkpoint == Samples.whole(checkpoint.round, bytes: 3000))
    }
    let page = try? reader.events()
    if let page, page.events.count < whole.count { #expect(page.damage != nil) }
    return page?.events.map(\.event)
  }

  @Test func aFileCutShortGivesWhatItHas() throws {
    var most = 0
    for share in stride(from: 0.05, to: 1, by: 0.05) {
      let length = Int(Double(bytes.count) * share)
      guard let events = try examine(bytes[..<length]) else { continue }
      #expect(events == Array(whole.prefix(events.count)))
      most = max(most, events.count)
    }
    #expect(most > whole.count / 2)
  }

  @Test func flippedBytesNeverGiveAWrongEvent() throws {
    var generator = SplitMix64(seed: 7)
    var readable = 0
    for _ in 0..<250 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        damaged[Int.random(in: damaged.indices, using: &generator)] ^=
          UInt8.random(in: 1...255, using: &generator)
      }
      guard let events = try examine(damaged) else { continue }
      readable += 1
      #expect(events == Array(whole.prefix(events.count)))
    }
    #expect(readable > 100)
  }

  @Test func damagedPagesAndRandomBytesNeverTrap() throws {
    var generator = SplitMix64(seed: 11)
    for round in 0..<100 {
      var damaged = bytes
      let page = Int.random(in: 0..<damaged.count / 4096, using: &generator) * 4096
      for index in page..<(page + 4096) where round % 2 == 0 || index >= page + 100 {
        damaged[index] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try examine(damaged)
    }
    for length in [0, 1, 16, 99, 100, 4096, 20_000] {
      let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(try examine(noise) == nil)
      #expect(try examine(bytes.prefix(100) + noise)?.isEmpty ?? true)
    }
  }

  @Test func anEditedEventEndsTheRecord() throws {
    let path = try Samples.file(in: scratch, rounds: 5)
    try Samples.execute(
      "UPDATE events SET payload = replace(payload, '0.25', '0.35') WHERE round = 4", on: path)
    let reader = try RunReader(path: path)
    let page = try reader.events()
    #expect(page.events.count == 2 + 3 * 3)
    #expect(page.damage?.contains("after event 11") == true)
    let snapshot = try reader.snapshot()
    #expect(snapshot.round == 3)
    #expect(snapshot.notices.last?.text == page.damage)
    #expect(try reader.events(throughRound: 2).damage == nil)
  }

  @Test func missingEventsAreNoticed() throws {
    let path = try Samples.file(in: scratch, rounds: 5)
    let copy = try scratch.crashCopy(of: path)
    try Samples.execute("DELETE FROM events WHERE sequence = 9", on: path)
    #expect(try RunReader(path: path).events().events.count == 8)
    #expect(try RunReader(path: path).events().damage?.contains("after event 8") == true)
    try Samples.execute("DELETE FROM events WHERE sequence > 15", on: copy)
    #expect(try RunReader(path: copy).events().events.count == 15)
    #expect(try RunReader(path: copy).events().damage?.contains("last events") == true)
  }

  @Test func valuesOfAnotherTypeNeverTrap() throws {
    let path = try Samples.file(in: scratch, rounds: 2)
    try Samples.execute(
      """
      UPDATE events SET round = 'x', sim_seconds = 'y', wall_seconds = x'00' WHERE sequence = 3;
      UPDATE status SET state = 5, pid = 'a', heartbeat = 9e999, round = 1e300, bytes_up = x'ff';
      UPDATE meta SET value = x'ff00' WHERE key IN ('created', 'seed', 'configuration', 'resumes');
      UPDATE checkpoints SET last_sequence = 'x', checksum = 'y' WHERE round > 0;
      UPDATE client_states SET round = 'x', client = 0.5, checksum = 'z', blob = 7
        WHERE client = 1 AND round = 0;
      """, on: path)
    let reader = try RunReader(path: path)
    #expect(try reader.events().events.count == 8)
    #expect(try reader.status().condition == .interrupted)
    #expect(try reader.latestCheckpoint() == nil)
    var follower = try RunFollower(path: path)
    #expect(try follower.poll().count >= 8)
  }
}
