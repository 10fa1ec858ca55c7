import Foundation
import Metrics
import Synchronization

/// Where training waits: workers ask it between two batches, the server between two rounds.
///
/// Holding between batches changes no result, so a pause takes effect at once; what changes results waits for the
/// boundary of a round.
public final class Gate: Sendable {
  private struct State {
    var isPaused = false
    var isStopped = false
    var stepsLeft: Int?
    /// What is to be reached before the run holds.
    var goal: RunGoal?
    /// Commands that wait for the boundary before the round they are stamped with, in the order in which they came.
    var queue: [CommandRecord] = []
    /// The round that the next boundary begins: what comes now takes effect in it.
    var nextRound = 1
    /// Between two boundaries: a round, or its evaluation, is in flight.
    var isBusy = false
    var working = 0
    var holding = 0
    /// Answers of a test beside a round's training that are still to be taken in: a pause lets them come to their end.
    var answersLeft = 0
    var heldSince: ContinuousClock.Instant?
    var held = 0.0

    /// The round that what acts at once belongs to: of two that overlap, the earlier, which the screen still tells of.
    var roundInFlight: Int { max(1, nextRound - (isBusy ? answersLeft > 0 ? 2 : 1 : 0)) }

    /// Whether nobody works any more: a pause has been reached.
    var isHeld: Bool {
      isPaused && !isStopped
        && (working > 0 ? holding == working && answersLeft == 0 : !isBusy)
    }

    /// Starts or stops the watch of pauses after a change: a round that goes on to its end in a pause is work.
    /// - Returns: whether a pause has been reached by it.
    @discardableResult
    mutating func countHeldTime() -> Bool {
      if isHeld {
        defer { heldSince = heldSince ?? .now }
        return heldSince == nil
      }
      if let since = heldSince { held += since.duration(to: .now).inSeconds }
      heldSince = nil
      return false
    }
  }

  private let state = Mutex(State())
  private let condition = NSCondition()
  /// True while workers need not look at the state: the fast path of every batch.
  private let isOpen = Atomic(true)
  private let announce: @Sendable (RunState) -> Void
  private let announceQueued: @Sendable (CommandRecord) -> Void
  private let announceApplied: @Sendable (CommandRecord) -> Void

  /// Makes an open gate.
  ///
  /// - Parameters:
  ///   - queued: hears what waits for a boundary.
  ///   - applied: hears what acts at once; it is no part of the record, since holding changes no result.
  ///   - announce: hears what the run is doing.
  init(
    queued: @escaping @Sendable (CommandRecord) -> Void = { _ in },
    applied: @escaping @Sendable (CommandRecord) -> Void = { _ in },
    announce: @escaping @Sendable (RunState) -> Void
  ) {
    announceQueued = queued
    announceApplied = applied
    self.announce = announce
  }

  /// Says which round the next boundary begins: of a run that goes on, not the first.
  func expect(round: Int) { state.withLock { $0.nextRound = round } }

  /// Takes a command and stamps it with the round that it takes effect in.
  ///
  /// Pausing, going on and stopping act at once; everything else waits for the boundary.
  func submit(_ record: CommandRecord) {
    state.withLock { state in
      defer { state.countHeldTime() }
      var record = record
      record.round = state.nextRound
      // Told under the lock, like every change here: two that follow each other are heard in their order.
      switch record.command {
      case .pause:
        record.round = state.roundInFlight
        announceApplied(record)
        state.isPaused = true
        (state.stepsLeft, state.goal) = (nil, nil)
        announce(state.isHeld ? .paused : .pausing)
      case .resume:
        record.round = state.roundInFlight
        announceApplied(record)
        state.isPaused = false
        (state.stepsLeft, state.goal) = (nil, nil)
        announce(.running)
      case .step(let rounds):
        // The round in flight is the first of those that are counted.
        if state.isBusy { record.round -= 1 }
        announceApplied(record)
        (state.isPaused, state.goal) = (false, nil)
        // What is asked for while steps are in flight comes on top of them.
        state.stepsLeft = (state.stepsLeft ?? 0) + min(rounds, 1_000_000)
        announce(.stepping)
      case .until(let goal):
        record.round = state.roundInFlight
        announceApplied(record)
        (state.isPaused, state.stepsLeft, state.goal) = (false, nil, goal)
        announce(.stepping)
      case .note:
        record.round = state.roundInFlight
        announceApplied(record)
      case .finish:
        state.isStopped = true
        announce(.finishing)
      case .set, nil:
        state.queue.removeAll { record.supersedes($0) }
        state.queue.append(record)
        announceQueued(record)
      }
    }
    wake()
  }

  /// Takes commands that are stamped with their rounds already; they are told of by `announceWaiting`.
  func schedule(_ records: [CommandRecord]) { state.withLock { $0.queue += records } }

  /// Tells of what waits, in the order of the rounds.
  func announceWaiting() {
    for record in state.withLock(\.queue).sorted(by: { $0.round < $1.round }) {
      announceQueued(record)
    }
  }

  /// Seconds spent in pauses so far.
  var heldSeconds: Double {
    state.withLock { state in
      state.held + (state.heldSince.map { $0.duration(to: .now).inSeconds } ?? 0)
    }
  }

  /// Whether the run was told to stop.
  var isStopped: Bool { state.withLock(\.isStopped) }

  /// Whether the run is to hold, whoever holds already.
  var isPaused: Bool { state.withLock { $0.isPaused && !$0.isStopped } }

  /// Called by a worker between two batches: waits while the run is paused.
  /// - Returns: false when the run is being stopped and the round in flight is to be dropped.
  func mayContinue() -> Bool {
    if isOpen.load(ordering: .relaxed) { return true }
    return hold(countsAsWorker: true)
  }

  /// A worker begins or ends its part of a round.
  func workers(_ change: Int) { update { $0.working += change } }

  /// A worker of another process holds, or does so no longer.
  func hold(_ change: Int) { update { $0.holding += change } }

  /// How many answers of a test are still to come while a round trains.
  func answersLeft(_ count: Int) { update { $0.answersLeft = count } }

  private func update(_ change: (inout State) -> Void) {
    state.withLock { state in
      change(&state)
      if state.countHeldTime() { announce(.paused) }
    }
  }

  /// Takes seconds in which the process was stopped, by `SIGSTOP` or `Ctrl-Z`, for a pause.
  func wasStopped(seconds: Double) {
    state.withLock { state in
      // A pause that it fell into counts it already.
      if state.heldSince == nil { state.held += seconds }
    }
  }

  /// Called by the server between two rounds: counts a step, waits while paused, hands out what was queued.
  ///
  /// - Parameters:
  ///   - finishedRound: whether a round has just ended.
  ///   - isReached: whether the run has reached what it was to go on for.
  /// - Returns: nil when the run is to stop.
  func boundary(
    finishedRound: Bool, isReached: (RunGoal) -> Bool = { _ in false }
  ) -> [CommandRecord]? {
    if finishedRound { countStep(isReached) }
    state.withLock { $0.isBusy = false }
    guard hold(countsAsWorker: false) else { return nil }
    return state.withLock { state in
      state.isBusy = true
      state.countHeldTime()
      let due = state.queue.filter { $0.round <= state.nextRound }
      state.queue.removeAll { $0.round <= state.nextRound }
      state.nextRound += 1
      return due
    }
  }

  /// Goes on to the next round at once, if nothing at all is asked of its boundary.
  func pass() -> Bool {
    state.withLock { state in
      guard !state.isPaused, !state.isStopped, state.stepsLeft == nil, state.goal == nil,
        !state.queue.contains(where: { $0.round <= state.nextRound })
      else { return false }
      state.nextRound += 1
      return true
    }
  }

  /// Looks at a round that has just been told.
  ///
  /// Where it reaches the goal the next boundary holds, be it behind a round that trains already and reaches less.
  func look(_ isReached: (RunGoal) -> Bool) {
    state.withLock { state in
      if let goal = state.goal, isReached(goal) { (state.goal, state.stepsLeft) = (nil, 1) }
    }
  }

  private func countStep(_ isReached: (RunGoal) -> Bool) {
    state.withLock { state in
      if let goal = state.goal, isReached(goal) {
        (state.goal, state.isPaused) = (nil, true)
      }
      guard let left = state.stepsLeft else { return }
      state.stepsLeft = left > 1 ? left - 1 : nil
      state.isPaused = left <= 1
    }
    wake()
  }

  private func hold(countsAsWorker: Bool) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    var isHolding = false
    while true {
      let isStopped = state.withLock { state -> Bool? in
        if state.isPaused, !state.isStopped {
          guard !isHolding else { return nil }
          isHolding = true
          if countsAsWorker { state.holding += 1 }
          if state.countHeldTime() { announce(.paused) }
          return nil
        }
        if isHolding, countsAsWorker { state.holding -= 1 }
        state.countHeldTime()
        return state.isStopped
      }
      if let isStopped { return !isStopped }
      condition.wait()
    }
  }

  private func wake() {
    let open = state.withLock { !$0.isPaused && !$0.isStopped }
    isOpen.store(open, ordering: .relaxed)
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
