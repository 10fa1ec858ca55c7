import Foundation
import Metrics
import Synchronization
import Testing

@testable import Sim

@Suite(.serialized, .timeLimit(.minutes(5)))
struct GateTests {
  /// A gate and what it announced.
  private final class Watched: Sendable {
    let states = Mutex([RunState]())
    let count = Atomic(0)
    let hasEnded = Atomic(false)

    func makeGate() -> Gate { Gate { state in self.states.withLock { $0.append(state) } } }
    var last: RunState? { states.withLock(\.last) }
  }

  private func record(_ command: RunCommand) -> CommandRecord {
    CommandRecord(name: command.name, value: command.value, round: 1)
  }

  /// Waits until `condition` holds; false after five seconds.
  private func eventually(_ condition: () -> Bool) -> Bool {
    for _ in 0..<5000 {
      if condition() { return true }
      usleep(1000)
    }
    return false
  }

  /// A worker that counts batches until the gate tells it to go.
  private func startWorker(_ gate: Gate, _ watched: Watched) {
    Thread.detachNewThread {
      gate.workers(1)
      while gate.mayContinue() {
        watched.count.add(1, ordering: .relaxed)
        usleep(200)
      }
      gate.workers(-1)
      watched.hasEnded.store(true, ordering: .relaxed)
    }
  }

  /// A server that counts rounds until the gate tells it to go.
  private func startServer(_ gate: Gate, _ watched: Watched, finishedRound: Bool = false) {
    Thread.detachNewThread {
      while gate.boundary(
        finishedRound: finishedRound || watched.count.load(ordering: .relaxed) > 0) != nil
      {
        watched.count.add(1, ordering: .relaxed)
        usleep(200)
      }
      watched.hasEnded.store(true, ordering: .relaxed)
    }
  }

  @Test func anOpenGateLetsEverybodyThrough() {
    let watched = Watched()
    let gate = watched.makeGate()
    #expect(gate.mayContinue())
    #expect(gate.boundary(finishedRound: false) == [])
    #expect(!gate.isStopped)
    #expect(gate.heldSeconds == 0)
    #expect(watched.last == nil)
  }

  @Test func aPauseHoldsAWorkerAndGoingOnReleasesIt() {
    let watched = Watched()
    let gate = watched.makeGate()
    startWorker(gate, watched)
    #expect(eventually { watched.count.load(ordering: .relaxed) > 3 })
    gate.submit(record(.pause))
    #expect(eventually { watched.last == .paused })
    let held = watched.count.load(ordering: .relaxed)
    usleep(20_000)
    #expect(watched.count.load(ordering: .relaxed) == held)
    #expect(gate.heldSeconds > 0.01)
    #expect(watched.states.withLock { $0 } == [.pausing, .paused])
    gate.submit(record(.resume))
    #expect(eventually { watched.count.load(ordering: .relaxed) > held })
    #expect(watched.last == .running)
    let seconds = gate.heldSeconds
    usleep(5000)
    #expect(gate.heldSeconds == seconds, "the watch of pauses stands still")
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  /// While a round trains, the test of the one before is answered to its end: only then is the pause reached.
  @Test func answersThatGoOnAreNoPause() {
    let watched = Watched()
    let gate = watched.makeGate()
    #expect(gate.boundary(finishedRound: false) == [])
    gate.answersLeft(2)
    startWorker(gate, watched)
    #expect(eventually { watched.count.load(ordering: .relaxed) > 3 })
    gate.submit(record(.pause))
    usleep(30_000)
    gate.answersLeft(1)
    usleep(30_000)
    #expect(watched.states.withLock { $0 } == [.pausing])
    #expect(gate.heldSeconds == 0)
    gate.answersLeft(0)
    #expect(watched.states.withLock { $0 } == [.pausing, .paused])
    usleep(5000)
    #expect(gate.heldSeconds > 0)
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  /// A test with one worker, or the last: nobody trains, and nobody holds before the boundary.
  @Test func whatGoesOnToItsEndInAPauseIsWork() {
    let watched = Watched()
    let gate = watched.makeGate()
    #expect(gate.boundary(finishedRound: false) == [])
    let watch = WorkWatch(gate)
    gate.submit(record(.pause))
    usleep(50_000)
    #expect(watch.seconds >= 0.05 && gate.heldSeconds == 0)
    startServer(gate, watched)
    #expect(eventually { watched.last == .paused })
    let reached = watch.seconds
    usleep(50_000)
    #expect(gate.heldSeconds >= 0.05 && watch.seconds < reached + 0.04)
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  /// Time in which the process was stopped is no work, and of a pause it is a part.
  @Test func aStoppedProcessDoesNotWork() {
    let gate = Watched().makeGate()
    gate.wasStopped(seconds: 5)
    #expect(gate.heldSeconds == 5)
    gate.submit(record(.pause))
    gate.wasStopped(seconds: 5)
    #expect(gate.heldSeconds < 6)
    var pulse = StopPulse.Beat(period: 0.5)
    let start = ContinuousClock.now
    #expect(pulse.missed(at: start, processor: 0) == 0)
    #expect(pulse.missed(at: start + .seconds(0.7), processor: 0.1) == 0)
    #expect(abs(pulse.missed(at: start + .seconds(9.2), processor: 0.2) - 8) < 1e-6)
    #expect(pulse.missed(at: start + .seconds(12.2), processor: 3.1) == 0, "busy, and only late")
  }

  /// What a round reaches that is told while the next one trains is not forgotten when that one reaches less.
  @Test func aGoalThatWasReachedInBetweenHolds() throws {
    let watched = Watched()
    let gate = watched.makeGate()
    #expect(gate.boundary(finishedRound: false) == [])
    gate.submit(record(.until(try #require(RunGoal(.accuracy, 0.5)))))
    gate.look { _ in false }
    gate.look { _ in true }
    gate.look { _ in false }
    startServer(gate, watched, finishedRound: true)
    #expect(eventually { watched.last == .paused })
    #expect(watched.count.load(ordering: .relaxed) == 0)
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  /// What acts at once belongs to the round in flight, of two to the one whose test goes on.
  @Test func controlsAreOfTheRoundInFlight() {
    let rounds = Mutex<[Int]>([])
    let gate = Gate(applied: { record in rounds.withLock { $0.append(record.round) } }) { _ in }
    func note() { gate.submit(record(.note("a"))) }
    note()
    _ = gate.boundary(finishedRound: false)
    note()
    _ = gate.boundary(finishedRound: true)
    note()
    #expect(gate.pass())
    gate.answersLeft(1)
    note()
    gate.answersLeft(0)
    note()
    #expect(rounds.withLock(\.self) == [1, 1, 2, 2, 3])
  }

  /// Time that a run is held in is no time that it took, whatever holds: a round or what comes before the first.
  @Test func aWatchOfWorkStandsStillInAPause() {
    let gate = Watched().makeGate()
    let watch = WorkWatch(gate)
    gate.submit(record(.pause))
    let atPause = watch.seconds
    usleep(300_000)
    #expect(watch.seconds < atPause + 0.2)
    gate.submit(record(.resume))
    usleep(10_000)
    #expect(watch.seconds >= 0.01)
  }

  @Test func pausedIsToldOnceAllWorkersHold() {
    let watched = Watched()
    let gate = watched.makeGate()
    gate.workers(1)  // A second worker that is busy with a long batch.
    startWorker(gate, watched)
    #expect(eventually { watched.count.load(ordering: .relaxed) > 0 })
    gate.submit(record(.pause))
    usleep(10_000)
    #expect(watched.last == .pausing)
    gate.workers(-1)
    #expect(eventually { watched.last == .paused })
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  @Test func stoppingReleasesEverybodyWhoHolds() {
    let (worker, server) = (Watched(), Watched())
    let gate = worker.makeGate()
    gate.submit(record(.pause))
    #expect(worker.last == .paused, "nobody is at work")
    startWorker(gate, worker)
    startServer(gate, server)
    usleep(5000)
    #expect(worker.count.load(ordering: .relaxed) == 0)
    gate.submit(record(.finish))
    #expect(
      eventually {
        worker.hasEnded.load(ordering: .relaxed) && server.hasEnded.load(ordering: .relaxed)
      })
    #expect(gate.isStopped)
    #expect(!gate.mayContinue())
    #expect(gate.boundary(finishedRound: false) == nil)
    #expect(worker.last == .finishing)
  }

  @Test(arguments: [1, 2, 5])
  func stepsCountRounds(rounds: Int) {
    let watched = Watched()
    let gate = watched.makeGate()
    gate.submit(record(.pause))
    startServer(gate, watched)
    for turn in 1...2 {
      gate.submit(record(.step(rounds)))
      #expect(eventually { watched.count.load(ordering: .relaxed) == turn * rounds })
      #expect(eventually { watched.last == .paused })
      usleep(5000)
      #expect(watched.count.load(ordering: .relaxed) == turn * rounds)
    }
    gate.submit(record(.finish))
    #expect(eventually { watched.hasEnded.load(ordering: .relaxed) })
  }

  @Test func settingsWaitForTheBoundaryInTheirOrder() {
    let watched = Watched()
    let gate = watched.makeGate()
    let commands = [
      RunCommand.set(knob: "sparsity", value: 0.3), .set(knob: "cohort", value: 4),
      .set(knob: "sparsity", value: 0.4),
    ]
    commands.forEach { gate.submit(record($0)) }
    #expect(gate.mayContinue(), "a setting holds nobody")
    // A knob that is turned twice for one round has the last value, and one command.
    let due = gate.boundary(finishedRound: true)?.compactMap(\.command)
    #expect(due == Array(commands.dropFirst()))
    #expect(gate.boundary(finishedRound: true) == [])
    #expect(watched.last == nil)
  }

  @Test func aSettingIsStampedWithTheRoundItIsHandedOutFor() {
    let stamps = Mutex([Int]())
    let gate = Gate(queued: { record in stamps.withLock { $0.append(record.round) } }) { _ in }
    let setting = record(.set(knob: "cohort", value: 4))
    gate.submit(setting)
    #expect(gate.boundary(finishedRound: false)?.map(\.round) == [1])
    gate.submit(setting)
    gate.submit(setting)
    #expect(gate.boundary(finishedRound: true)?.map(\.round) == [2])
    gate.expect(round: 12)
    gate.submit(setting)
    #expect(gate.boundary(finishedRound: false)?.map(\.round) == [12])
    #expect(stamps.withLock { $0 } == [1, 2, 2, 12], "told as it is handed out")
  }

  @Test func settingsQueuedInAPauseComeWithItsEnd() {
    let watched = Watched()
    let gate = watched.makeGate()
    gate.submit(record(.pause))
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      watched.count.store(
        gate.boundary(finishedRound: true)?.count ?? -1, ordering: .relaxed)
      done.signal()
    }
    usleep(5000)
    gate.submit(record(.set(knob: "cohort", value: 2)))
    gate.submit(record(.resume))
    #expect(done.wait(timeout: .now() + 5) == .success)
    #expect(watched.count.load(ordering: .relaxed) == 1)
  }
}
