import Foundation
import GRDB
import Metrics
import Plain
import Testing

@testable import RunStore

/// Files that anybody may have made or broken: every door of the room takes them, and none traps.
@Suite struct FuzzTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Goes through every door with the file at `path`; returns how many refused.
  private func enter(_ path: String) throws -> Int {
    var refusals = 0
    func attempt(_ body: () throws -> Void) {
      do {
        try body()
      } catch let error as StoreError {
        refusals += 1
        #expect(!error.description.contains("\n"), "\(error)")
      } catch {
        Issue.record("not a typed error: \(error)")
      }
    }
    attempt {
      let reader = try RunReader(path: path)
      attempt { _ = try reader.snapshot() }
      attempt { _ = try reader.snapshot(throughRound: 3) }
      attempt { _ = try reader.status() }
      attempt { _ = try reader.started() }
      attempt { _ = try reader.growth() }
      attempt { _ = try reader.latestCheckpoint() }
      attempt { _ = try reader.pendingCommands() }
    }
    attempt {
      var follower = try RunFollower(path: path)
      _ = try follower.poll()
      _ = try follower.poll()
    }
    attempt {
      let (fork, _) = try RunWriter.fork(
        from: path, round: 2, directory: scratch.path + "/forks", provenance: Samples.provenance)
      try fork.close()
    }
    attempt {
      let (writer, checkpoint) = try RunWriter.reopen(path, provenance: Samples.provenance)
      _ = try writer.takeCommands()
      let next = (checkpoint?.round ?? 0) < 1000 ? (checkpoint?.round ?? 0) + 1 : 7
      writer.queueCommand(CommandRecord(name: "sparsity", value: 0.5, round: next))
      try writer.commit(round: Samples.round(next), checkpoint: Samples.parts(next))
      try writer.close()
    }
    return refusals
  }

  @Test func flippedBytesAtEveryDoor() throws {
    let whole = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: try Samples.file(in: scratch, rounds: 12))))
    var generator = SplitMix64(seed: 31)
    var refusals = 0
    for turn in 0..<150 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...30, using: &generator) {
        let place = Int.random(in: damaged.indices, using: &generator)
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      if turn % 10 == 0 {
        damaged.removeLast(Int.random(in: 0..<damaged.count, using: &generator))
      }
      let path = "\(scratch.path)/damaged-\(turn).sqlite"
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      refusals += try enter(path)
    }
    #expect(refusals > 100)
    #expect(try RunCatalogue(directory: scratch.path).list().count == 151)
  }

  @Test func randomValuesInEveryColumn() throws {
    var generator = SplitMix64(seed: 32)
    for turn in 0..<120 {
      let path = "\(scratch.path)/random-\(turn).sqlite"
      let database = try DatabaseQueue(path: path)
      try database.writeWithoutTransaction { database in
        try RandomTables(using: &generator).write(to: database, using: &generator)
      }
      try database.close()
      _ = try enter(path)
    }
    #expect(try RunCatalogue(directory: scratch.path).list().count == 120)
  }
}

/// The tables of a run file with no rule, filled with anything.
private struct RandomTables {
  private static let columns = [
    "meta": ["key", "value"],
    "events": [
      "sequence", "previous", "round", "kind", "payload", "sim_seconds", "wall_seconds", "checksum",
    ],
    "checkpoints": ["round", "last_sequence", "checksum", "clients_checksum", "blob"],
    "client_states": ["round", "client", "checksum", "blob"],
    "commands": ["id", "name", "value", "round", "origin", "settled_round"],
    "status": [
      "id", "state", "pid", "process_start", "host", "heartbeat", "last_event", "round",
      "accuracy", "bytes_up", "bytes_down",
    ],
  ]

  /// Now and then a table or a column is not there.
  private let isComplete: Bool

  init(using generator: inout SplitMix64) {
    isComplete = Int.random(in: 0..<4, using: &generator) > 0
  }

  func write(to database: Database, using generator: inout SplitMix64) throws {
    try database.execute(
      sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 1")
    for (table, columns) in Self.columns.sorted(by: { $0.key < $1.key }) {
      let kept =
        isComplete ? columns : columns.filter { _ in Int.random(in: 0..<12, using: &generator) > 0 }
      guard !kept.isEmpty else { continue }
      try database.execute(sql: "CREATE TABLE \(table) (\(kept.joined(separator: ", ")))")
      for row in 0..<Int.random(in: 0...8, using: &generator) {
        let values = kept.map { value($0, row: row, using: &generator) }
        let marks = kept.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
          sql: "INSERT INTO \(table) VALUES (\(marks))", arguments: StatementArguments(values))
      }
    }
  }

  private func value(
    _ column: String, row: Int, using generator: inout SplitMix64
  ) -> (any DatabaseValueConvertible)? {
    let integers: [Int64] = [0, 1, -1, 2, .max, .min, .max - 1, 1 << 40]
    let texts = ["", "\u{1b}[2J", "run_started", "seed", "finished", "step", "{}", "x\u{0}y"]
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return nil
    case 1: return integers.randomElement(using: &generator)
    case 2: return [.infinity, -1e300, 0.5, 1e19].randomElement(using: &generator)
    case 3: return texts.randomElement(using: &generator)
    case 4: return Data((0..<9).map { _ in UInt8.random(in: 0...255, using: &generator) })
    // Mostly what makes sense, so that more is read than the first row.
    default: return plausible(column, row: row)
    }
  }

  private func plausible(_ column: String, row: Int) -> (any DatabaseValueConvertible)? {
    let payload = try? EventCodec().encode(Samples.round(row + 1)[row % 3])
    switch column {
    case "sequence", "id": return row + 1
    case "previous": return row
    case "payload": return payload.map { String(decoding: $0, as: UTF8.self) }
    case "checksum": return payload.map(Checksum.of)
    case "key": return ["run", "method", "configuration", "resumes", "seed", "created"][row % 6]
    case "blob": return Data(Samples.state(row))
    case "name": return "sparsity"
    case "origin": return "attach:1"
    default: return row
    }
  }
}
