import Foundation
import GRDB
import Metrics
import Testing

@testable import RunStore

@Suite struct RunWriterTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func everyKindOfEventComesBackAsItWas() throws {
    var round = Samples.round(1, accuracy: 0.1 + 0.2)
    round[0] = Samples.client(0, round: 1, failure: "loss is NaN")
    round[2] = .roundFinished(
      RoundReport(
        round: 1, cohort: [0], trainLoss: nil, share: 1 / 3, gal: [], sparsityRatio: 1,
        learningRate: .leastNormalMagnitude, bytesUp: Int.max / 8, bytesDown: 0, simSeconds: 1e300,
        wallSeconds: 0.1, tokens: 0, fisher: []))
    let kept: [RunEvent] =
      [Samples.started(), Samples.initialised, Samples.command(0.35, round: 1)] + round + [
        .notice(
          Notice(level: .warning, round: 1, client: 2, text: "línea ☂ \"quoted\"\n\u{1b}[31m")),
        Samples.summary(rounds: 1, interrupted: false),
      ]
    let transient: [RunEvent] = [
      .clientStarted(ClientStart(round: 1, client: 0)), .stateChanged(.paused),
      .commandQueued(CommandRecord(name: "pause", value: nil, round: 1)),
    ]
    let writer = try Samples.writer(in: scratch)
    try writer.commit(round: transient + kept + transient)
    try writer.close()

    let page = try RunReader(path: writer.path).events()
    #expect(page.events.map(\.event) == kept)
    #expect(page.damage == nil)
  }

  @Test func aLossThatIsNotANumberIsKept() throws {
    let writer = try Samples.writer(in: scratch)
    guard case .clientFinished(var report) = Samples.client(0, round: 1) else { return }
    report.trainLoss = .nan
    report.difficulty = -.infinity
    try writer.commit(round: [.clientFinished(report)])
    try writer.close()

    let events = try RunReader(path: writer.path).events().events.map(\.event)
    guard case .clientFinished(let found)? = events.first else {
      Issue.record("no client report")
      return
    }
    #expect(found.trainLoss?.isNaN == true)
    #expect(found.difficulty == -.infinity)
  }

  @Test func metaTellsHowToComputeTheRunAgain() throws {
    let date = Date(timeIntervalSince1970: 1_767_225_599.5)
    let writer = try RunWriter.create(
      directory: scratch.path, method: "FedAvg LoRA/2", provenance: Samples.provenance, date: date)
    try writer.close()
    #expect(writer.name.hasPrefix("20251231-235959-fedavg-lora-2-"))
    #expect(writer.name.count == "20251231-235959-fedavg-lora-2-".count + 4)
    let meta = try RunReader(path: writer.path).meta
    let expected = RunMeta(
      run: writer.name, method: "FedAvg LoRA/2", created: date, provenance: Samples.provenance,
      schema: 2, resumes: 0)
    #expect(meta == expected)
  }

  @Test func timesAddUpOverRounds() throws {
    let path = try Samples.file(in: scratch, rounds: 4)
    let events = try RunReader(path: path).events().events
    let rounds = events.filter { $0.event.kind == "round" }
    #expect(rounds.map(\.simSeconds) == [0.25, 0.5, 0.75, 1])
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.wallSeconds <= $1.wallSeconds })
    #expect(events.map(\.sequence) == (1...Int64(events.count)).map { $0 })
  }

  @Test func whatARunTellsOnceIsRecordedOnce() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    try writer.commit(round: [Samples.started(), Samples.initialised] + Samples.round(2))
    try writer.close()
    let kinds = try RunReader(path: writer.path).events().events.map(\.event.kind)
    #expect(
      kinds == ["run_started", "init"] + ["client", "client", "round", "client", "client", "round"])
  }

  @Test func aKilledHostLeavesWholeRounds() throws {
    let writer = try Samples.writer(in: scratch, rounds: 3)
    let whole = try scratch.crashCopy(of: writer.path)
    // Cut the log anywhere: what opens is always a state between two commits.
    let log = try Data(contentsOf: URL(fileURLWithPath: whole + "-wal"))
    #expect(log.count > 20_000)
    let main = try Data(contentsOf: URL(fileURLWithPath: whole))
    #expect(try RunReader(path: whole).snapshot().round == 3)
    var seen: Set<Int> = []
    let cuts = Array(stride(from: 0, to: log.count, by: 1999)) + [log.count]
    for (index, length) in cuts.enumerated() {
      let path = "\(scratch.path)/cut-\(index).sqlite"
      try main.write(to: URL(fileURLWithPath: path))
      try log.prefix(length).write(to: URL(fileURLWithPath: path + "-wal"))
      guard let reader = try? RunReader(path: path) else { continue }
      let events = try reader.events()
      #expect(events.damage == nil)
      let counts = [0: 0, 1: 1, 2: 2, 5: 2, 8: 2, 11: 2]
      #expect(counts[events.events.count] != nil, "a round in part: \(events.events.count) events")
      let rounds = try reader.snapshot().round
      #expect(try reader.latestCheckpoint()?.round == (events.events.count < 2 ? nil : rounds))
      seen.insert(rounds)
    }
    #expect(seen == [0, 1, 2, 3])
  }

  @Test func oldCheckpointsAreThinned() throws {
    let writer = try Samples.writer(in: scratch, rounds: 25)
    let reader = try RunReader(path: writer.path)
    #expect(try reader.checkpointRounds() == [0, 10, 20, 23, 24, 25])
    #expect(try reader.checkpoint(atOrBefore: 19)?.round == 10)
    #expect(try reader.checkpoint(atOrBefore: 24) == Samples.whole(24))
    #expect(try reader.latestCheckpoint()?.round == 25)
    #expect(try reader.checkpoint(atOrBefore: -1) == nil)
    try writer.close()
  }

  @Test func theFileStopsGrowingWhenCheckpointsAreThinned() throws {
    let writer = try RunWriter.create(
      directory: scratch.path, method: "m", provenance: Samples.provenance,
      policy: CheckpointPolicy(last: 2, every: 1000))
    for round in 1...30 {
      try writer.commit(
        round: Samples.round(round), checkpoint: Samples.parts(round, bytes: 200_000))
    }
    try writer.close()
    let size = try FileManager.default.attributesOfItem(atPath: writer.path)[.size] as? Int
    #expect(try #require(size) < 1_200_000)
  }

  @Test func closingLeavesOneFile() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    #expect(scratch.names.contains(writer.name + ".sqlite-wal"))
    #expect(try writer.takeCommands().isEmpty, "a look beside the queue")
    try writer.close()
    try writer.close()
    #expect(scratch.names == [writer.name + ".sqlite"])
    #expect(throws: StoreError.closed(path: writer.path)) {
      try writer.commit(round: Samples.round(3))
    }
    _ = try RunReader(path: writer.path).snapshot()
    #expect(scratch.names == [writer.name + ".sqlite"], "a reader leaves nothing behind")
  }

  @Test func aFullDiskIsToldAtTheNextCommit() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    try writer.database.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
    }
    try writer.commit(round: Samples.round(3), checkpoint: Samples.parts(3, bytes: 100_000))
    let thrown = #expect(throws: StoreError.self) { try writer.flush() }
    let failure = try #require(thrown)
    #expect(failure.isInputOutput)
    #expect(failure.description.contains(writer.path))
    #expect(failure.description.contains("disk is full"))
    #expect(throws: failure) { try writer.commit(round: Samples.round(4)) }
    #expect(throws: failure) { try writer.close() }

    // The round that did not fit is absent as a whole.
    let reader = try RunReader(path: writer.path)
    #expect(try reader.snapshot().round == 2)
    #expect(try reader.latestCheckpoint()?.round == 2)
    #expect(try reader.status().condition == .interrupted)
  }

  @Test func aFileThatLeavesItsPlaceIsToldAtTheNextCommit() throws {
    for isRemoved in [true, false] {
      let writer = try Samples.writer(in: scratch, rounds: 2)
      let reader = try RunReader(path: writer.path)
      #expect(reader.isInPlace)
      let other = "\(writer.path).moved"
      if isRemoved {
        try FileManager.default.removeItem(atPath: writer.path)
      } else {
        try FileManager.default.moveItem(atPath: writer.path, toPath: other)
        try Data("another".utf8).write(to: URL(filePath: writer.path))
      }
      #expect(!reader.isInPlace)
      try writer.commit(round: Samples.round(3))
      let thrown = #expect(throws: StoreError.self) { try writer.flush() }
      let failure = try #require(thrown)
      #expect(failure.isInputOutput && failure.description.contains("rounds up to 3"))
      #expect(throws: failure) { try writer.close() }
    }
  }

  @Test func aWriterThatIsDroppedLetsGoOfTheRun() throws {
    var writer: RunWriter? = try Samples.writer(in: scratch, rounds: 2)
    let path = try #require(writer?.path)
    #expect(try RunReader(path: path).status().condition == .live)
    writer = nil
    #expect(try RunReader(path: path).status().condition == .interrupted)
    #expect(try RunReader(path: path).snapshot().round == 2)
  }

  @Test func tenThousandClientsFit() throws {
    let writer = try Samples.writer(in: scratch)
    let started = Samples.started(clients: 10_000)
    try writer.commit(round: [started])
    try writer.commit(
      round: (0..<10_000).map { Samples.client($0, round: 1) } + [Samples.report(1)])
    try writer.close()
    let reader = try RunReader(path: writer.path)
    #expect(try reader.events().events.first?.event == started)
    let snapshot = try reader.snapshot()
    #expect(snapshot.clients.count == 10_000)
    #expect(snapshot.clients.allSatisfy { $0.timesSampled == 1 })
  }

  @Test func commitsDoNotWaitForTheDiskButStayBounded() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    let gate = DispatchSemaphore(value: 0)
    let isHeld = DispatchSemaphore(value: 0)
    let database = writer.database
    // Somebody else holds the connection: a slow disk.
    DispatchQueue.global().async {
      database.writeWithoutTransaction { _ in
        isHeld.signal()
        gate.wait()
      }
    }
    isHeld.wait()
    for round in 2...(1 + RunWriter.depth) { try writer.commit(round: Samples.round(round)) }
    let third = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      try? writer.commit(round: Samples.round(9))
      third.signal()
    }
    #expect(third.wait(timeout: .now() + 0.2) == .timedOut, "the queue is full: this one waits")
    gate.signal()
    #expect(third.wait(timeout: .now() + 10) == .success)
    try writer.flush()
    #expect(writer.writtenRound == 9)
    try writer.close()
  }

  @Test func aCommitIsQuick() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    let clock = ContinuousClock()
    let state = Samples.state(0, bytes: 1 << 20)
    let elapsed = try clock.measure {
      for round in 2...51 {
        try writer.commit(
          round: Samples.round(round), checkpoint: Checkpoint(round: round, server: state))
      }
      try writer.flush()
    }
    print("a round with a checkpoint of 1 MiB takes \(elapsed / 50) to record")
    try writer.close()
    #expect(try RunReader(path: writer.path).snapshot().rounds.count == 51)
  }
}
