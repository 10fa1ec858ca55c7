import Metrics
import Testing

@testable import TUI

@Suite struct LogTests {
  private func story(_ snapshot: RunSnapshot, _ count: Int = 1000, _ filter: String = "")
    -> [LogEntry]
  {
    LogStory(snapshot, count: count, filter: filter).entries
  }

  /// A small run with a drop-out, an evaluation and a note.
  private var eventful: RunSnapshot {
    var run = SampleRun()
    run.rounds = 3
    var snapshot = run.snapshot
    for client in [4, 2, 7] {
      snapshot.apply(.clientFinished(Self.failed(client, round: 4)))
    }
    snapshot.apply(
      .commandApplied(CommandRecord(asking: .note("look here"), round: 3, origin: "attach:5")))
    snapshot.apply(.commandApplied(CommandRecord(asking: .pause, round: 4, origin: "guard")))
    return snapshot
  }

  private static func failed(_ client: Int, round: Int) -> ClientReport {
    ClientReport(
      round: round, client: client, batchesUsed: 1, batchesTotal: 2, tokens: 1, steps: 1,
      trainLoss: nil, difficulty: nil, fisher: [], liveNeurons: 1, bytesUp: 0, bytesDown: 0,
      simSeconds: 1, failure: "dropped out", failureKind: .droppedOut)
  }

  @Test func theStoryIsToldInTheOrderOfTheRounds() {
    let rounds = story(SampleRun().snapshot).dropLast(1).compactMap(\.round)
    #expect(rounds == rounds.sorted() && rounds.count > 5)
    #expect(story(RunSnapshot()).isEmpty)
  }

  @Test func theEndOfTheStoryIsTheSameHoweverMuchOfItIsRead() {
    let whole = story(eventful)
    for count in 1...whole.count { #expect(story(eventful, count) == whole.suffix(count)) }
    let all = LogStory(eventful, count: .max, detail: .all, checkpoints: [0, 2]).entries
    for count in 1...all.count {
      let end = LogStory(eventful, count: count, detail: .all, checkpoints: [0, 2]).entries
      #expect(end == all.suffix(count))
    }
  }

  @Test func linesAreCountedWithoutMakingThem() {
    var sample = SampleRun()
    sample.signs = ["order_loss"]
    for snapshot in [RunSnapshot(), eventful, sample.snapshot] {
      for (detail, filter) in [(LogDetail.story, ""), (.all, ""), (.story, "round"), (.all, "zz")] {
        var state = MonitorState()
        (state.logDetail, state.logFilter) = (detail, filter)
        let timeline = Timeline(
          first: 0, last: 3, state: .running, record: snapshot, checkpoints: [0, 2, 99])
        let made = LogStory(snapshot, state, timeline, count: .max).entries
        #expect(LogStory.count(snapshot, state, timeline) == made.count)
      }
    }
  }

  @Test func aPatternAsksForARoundOrALevelAsWhole() {
    let all = LogStory(eventful, count: .max, detail: .all).entries
    for (filter, isFound) in [
      ("/^r[34]$/", { ["r3", "r4"].contains($0.stamp) }),
      ("/^warning$/", { $0.level == .warning }),
    ] as [(String, (LogEntry) -> Bool)] {
      let found = LogStory(eventful, count: .max, filter: filter).entries
      #expect(found == all.filter(isFound) && !found.isEmpty)
    }
  }

  /// What was found is kept, but not beyond a change of anything that a line is made of.
  @Test func aFilterFollowsTheRun() {
    var snapshot = eventful
    #expect(story(snapshot, 1000, "zebra").isEmpty)
    snapshot.apply(.notice(Notice(level: .info, round: 3, text: "a zebra")))
    #expect(story(snapshot, 1000, "zebra").count == 1)
    snapshot.apply(.commandQueued(CommandRecord(asking: .note("zebras"), round: 4, origin: "x")))
    #expect(story(snapshot, 1000, "zebra").count == 2)
    #expect(story(eventful, 1000, "zebra").isEmpty)
  }

  @Test func failuresOfARoundAreOneLineWithClientsAndReason() throws {
    let line = try #require(story(eventful).last { $0.level == .warning })
    #expect(line.text == "client 4: dropped out; client 2: dropped out; and 1 more")
    #expect(line.round == 4)
  }

  @Test func notesPausesAndEvaluationsAreTold() {
    let texts = story(eventful).map(\.text)
    #expect(texts.contains("look here by attach:5"))
    #expect(texts.contains("pause by guard"))
    #expect(texts.contains { $0.hasPrefix("best accuracy so far: ") })
  }

  @Test func aFilterFindsTextsAndLevels() {
    #expect(story(eventful, 1000, "look").map(\.level) == [.note])
    #expect(story(eventful, 1000, "NOTE").map(\.text) == ["look here by attach:5"])
    #expect(story(eventful, 1, "best").count == 1)
    #expect(story(eventful, 1000, "nothing like it").isEmpty)
  }

  @Test func levelsAreToldWithoutColour() {
    let levels = LogEntry.Level.allCases
    for glyphs in [Glyphs.unicode, .ascii] {
      #expect(Set(levels.map { glyphs.spelled($0.mark) }).count == levels.count)
    }
  }

  /// Ordinary rounds do not drown the story; who wants them has them, and a filter looks into them.
  @Test func roundsEvaluationsAndCheckpointsAreFolded() throws {
    let all = LogStory(eventful, count: .max, detail: .all, checkpoints: [0, 2, 3, 9]).entries
    let told = all.filter { $0.level == .detail }
    #expect(all.filter { $0.level != .detail } == story(eventful))
    #expect(told.count { $0.text.hasPrefix("round: ") } == 3)
    // Rounds 1 and 2 were evaluated; a checkpoint beyond the round that is shown is not there yet.
    #expect(told.filter { $0.text.hasPrefix("evaluation: ") }.map(\.round) == [1, 2])
    #expect(told.filter { $0.text.hasPrefix("checkpoint: ") }.map(\.round) == [0, 2, 3])
    let second = told.filter { $0.round == 2 }.map { String($0.text.prefix(5)) }
    #expect(second == ["round", "evalu", "check"], "in the order in which they came about")
    #expect(!story(eventful).contains { $0.level == .detail })
    #expect(story(eventful, 1000, "evaluation").count == 2)
  }

  @Test func oneKeyUnfoldsTheLogAndEnterGoesToARound() {
    var monitor = Monitor(theme: .standard)
    let snapshot = eventful
    monitor.timeline = Timeline(
      first: 0, last: 3, state: .running, record: snapshot, checkpoints: [2])
    monitor.focus(.log)
    #expect(monitor.handle(.character("v"), snapshot: snapshot).isEmpty)
    #expect(monitor.state.logDetail == .all)
    let lines = LogStory(snapshot, monitor.state, monitor.timeline, count: .max).entries
    let place = lines.lastIndex { $0.text.hasPrefix("checkpoint") } ?? 0
    for _ in place..<lines.count - 1 { _ = monitor.handle(.up, snapshot: snapshot) }
    #expect(monitor.handle(.enter, snapshot: snapshot) == [.seek(2)])
    _ = monitor.handle(.character("v"), snapshot: snapshot)
    #expect(monitor.state.logDetail == .story && monitor.state.logOffset == 0)
  }

  @Test func aGoalThatWasReachedIsANoteOfNobody() throws {
    var snapshot = eventful
    let text = "accuracy 70.0 % is reached: the run holds"
    snapshot.apply(
      .commandApplied(CommandRecord(asking: .note(text), round: 4, origin: CommandRecord.goal)))
    let line = try #require(story(snapshot).last { $0.level == .note })
    #expect(line.text == text && line.round == 4)
  }

  @Test func commandsNameTheirKnob() {
    let entries = story(SampleRun().snapshot).filter { [.command, .waiting].contains($0.level) }
    #expect(entries.suffix(2).map(\.text) == ["sparsity ρ = 0.45", "sparsity ρ = 0.55 waits"])
  }

  @Test func enterLooksAtTheRoundOfTheLine() {
    var monitor = Monitor(theme: .standard)
    let snapshot = eventful
    monitor.timeline = Timeline(first: 0, last: 3, state: .running, record: snapshot)
    monitor.focus(.log)
    let lines = story(snapshot)
    let place = lines.lastIndex { $0.level == .note } ?? 0
    for _ in place..<lines.count - 1 { _ = monitor.handle(.up, snapshot: snapshot) }
    #expect(monitor.handle(.enter, snapshot: snapshot) == [.seek(3)])
  }
}
