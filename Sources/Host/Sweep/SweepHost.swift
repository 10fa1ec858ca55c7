import Foundation
import Metrics
import RunStore
import Sim
import Synchronization

/// A sweep being run: several runs at a time, each with a file of its own, the longest first.
///
/// Everything it has to know when it is started again is in the run files: what is finished stays, what was interrupted
/// goes on, and who ended at a rung is found out anew.
public final class SweepHost: Sendable {
  private struct State {
    var runs: [SweepState]
    /// Files by run.
    var paths: [String?]
    /// Waiting runs of this phase, the longest last.
    var queue: [Int] = []
    var training: [Int: Simulation] = [:]
    var isStopped = false
  }

  /// The runs.
  public let plan: SweepPlan
  /// What should be told before it begins, a sentence each.
  public let notes: [String]
  private let check: SweepCheck
  private let parallel: Int
  private let state: Mutex<State>
  private let listener: @Sendable (SweepEvent) -> Void

  /// Opens model and data of every combination and looks for what is done already; nothing is written.
  ///
  /// - Parameters:
  ///   - parallel: runs at a time; nil: as many as there are workers.
  ///   - listener: hears what happens, from several threads.
  /// - Throws: for the first combination that cannot be run, with what is wrong.
  public init(
    _ plan: SweepPlan, parallel: Int? = nil, listener: @escaping @Sendable (SweepEvent) -> Void
  ) throws {
    self.plan = plan
    self.listener = listener
    self.parallel = max(1, min(parallel ?? plan.workers, plan.runs.count))
    check = try SweepCheck(plan)
    let shelf = try SweepShelf(directory: plan.directory)
    var runs = plan.runs.map(SweepState.init)
    var paths = [String?](repeating: nil, count: runs.count)
    var stale = 0
    for index in plan.runs.indices {
      let identity = RunIdentity(check.settings[index].config)
      guard let item = shelf.item(identity, sources: check.sources[index]) else {
        if shelf.isOfOtherData(identity, sources: check.sources[index]) { stale += 1 }
        continue
      }
      guard item.status.condition != .live else {
        throw StoreError.hosted(path: item.path, process: item.status.process ?? 0)
      }
      let reader = try RunReader(path: item.path)
      runs[index].restore(try reader.snapshot(), name: reader.name)
      if item.status.condition == .finished { runs[index].condition = .finished }
      paths[index] = item.path
    }
    state = Mutex(State(runs: runs, paths: paths))
    notes =
      plan.notes
      + (stale == 0
        ? []
        : ["\(stale) runs in \(plan.directory) were made of other data or another model: made anew"])
  }

  /// How each run stands.
  public var states: [SweepState] { state.withLock(\.runs) }

  /// Trains until every run has ended, or until told to stop.
  public func run() {
    listener(.began(states))
    let rungs = (plan.halving?.rungs ?? []).map(Int?.some) + [nil]
    for rung in rungs {
      train(until: rung)
      guard !state.withLock(\.isStopped) else { return }
      if let rung { halve(at: rung) }
    }
  }

  /// Tells every run to stop after the round that it finished last.
  public func stop() {
    let training = state.withLock { state in
      state.isStopped = true
      state.queue = []
      return state.training.values
    }
    training.forEach { $0.submit(.finish, origin: "sweep") }
  }

  /// Trains everything that has not ended up to a rung, or to its end.
  private func train(until rung: Int?) {
    state.withLock { state in
      state.queue = state.runs.indices.filter { index in
        let run = state.runs[index]
        let isOpen = run.condition == .waiting || run.condition == .interrupted
        return isOpen && run.round < min(rung ?? .max, run.rounds)
      }
      // Of equals the first of the file is trained first.
      state.queue.sort { (check.costs[$0], -$0) < (check.costs[$1], -$1) }
    }
    let group = DispatchGroup()
    for _ in 0..<parallel {
      group.enter()
      let thread = Thread { [self] in
        while let (index, workers) = next() { train(index, until: rung, workers: workers) }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
  }

  /// The next run, and how many workers it gets: one of all that there are, more when too few runs are left for them.
  private func next() -> (index: Int, workers: Int)? {
    state.withLock { state in
      guard !state.isStopped, let index = state.queue.popLast() else { return nil }
      let rivals = min(parallel, state.training.count + state.queue.count + 1)
      return (index, max(1, plan.workers / rivals))
    }
  }

  private func train(_ index: Int, until rung: Int?, workers: Int) {
    change(index) { $0.condition = .training }
    do {
      let host = try host(index, workers: workers)
      let isStopped = state.withLock { state in
        state.training[index] = host.simulation
        state.paths[index] = host.path
        return state.isStopped
      }
      // What was asked while it was opened.
      if isStopped { host.simulation.submit(.finish, origin: "sweep") }
      let summary = try host.run(until: rung)
      let verdict = host.simulation.guardVerdict
      // Not at its end, and not told to stop: it waits at a rung.
      let unfinished: SweepState.Condition =
        state.withLock(\.isStopped) ? .interrupted : .waiting
      change(index) { state in
        state.condition =
          summary.interrupted ? unfinished : verdict?.isFault == true ? .failed : .finished
        if !summary.interrupted { state.reason = summary.reason }
      }
    } catch {
      change(index) { state in
        state.condition = .failed
        state.reason = "\(error)"
      }
    }
    state.withLock { $0.training[index] = nil }
  }

  private func host(_ index: Int, workers: Int) throws -> RunHost {
    let path = state.withLock { $0.paths[index] }
    let listener: @Sendable (RunEvent) -> Void = { [self, isNew = path == nil] event in
      // A run that goes on tells again what is known of it.
      if isNew || event.isOfThisTurn { hear(event, of: index) }
    }
    guard let path else {
      return try RunHost(
        check.settings(index, workers: workers), guardAction: .stop, listener: listener)
    }
    return try RunHost(resuming: path, workers: workers, guardAction: .stop, listener: listener)
  }

  private func hear(_ event: RunEvent, of index: Int) {
    switch event {
    case .roundFinished, .runStarted, .initialised, .runFinished: change(index) { $0.apply(event) }
    default: break
    }
  }

  private func change(_ index: Int, _ change: (inout SweepState) -> Void) {
    let now = state.withLock { state in
      change(&state.runs[index])
      return state.runs[index]
    }
    listener(.changed(index, now))
  }

  /// Ends those that were worse at a rung than the part that is kept, among runs that answer the same question.
  private func halve(at rung: Int) {
    guard let halving = plan.halving else { return }
    let open = states.indices.filter {
      states[$0].condition != .failed && states[$0].condition != .halved
    }
    for (_, rivals) in Dictionary(grouping: open, by: { check.questions[$0] }) {
      let found = rivals.sorted().map { (run: $0, accuracy: accuracy($0, at: rung)) }
      let survivors = halving.survivors(found)
      for (index, accuracy) in found where !survivors.contains(index) {
        change(index) { state in
          state.condition = .halved
          state.reason =
            "ended at round \(rung): \(accuracy.map(Units.percent) ?? "no accuracy") is not among the "
            + "best \(survivors.count) of \(found.count)"
        }
      }
    }
  }

  /// What a run had reached at a rung, even where it is further by now.
  private func accuracy(_ index: Int, at rung: Int) -> Double? {
    guard let path = state.withLock({ $0.paths[index] }), let reader = try? RunReader(path: path),
      let snapshot = try? reader.snapshot()
    else { return nil }
    return snapshot.rounds.last { $0.round <= rung && $0.accuracy != nil }?.accuracy
  }
}

extension RunEvent {
  /// Whether it happens now: what a run was made of is told again when it goes on.
  fileprivate var isOfThisTurn: Bool {
    switch self {
    case .roundFinished, .runFinished: true
    default: false
    }
  }
}
