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
    /// Runs that have their workers; nil while one is being opened.
    var training: [Int: Simulation?] = [:]
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
    let check = try SweepCheck(plan)
    self.check = check
    let shelf = try SweepShelf(directory: plan.directory)
    var runs = plan.runs.map(SweepState.init)
    var paths = [String?](repeating: nil, count: runs.count)
    var stale = 0
    var missing: [(title: String, fitting: Set<RunIdentity>)] = []
    for index in plan.runs.indices {
      let settings = plan.runs[index].settings
      let fitting = RunIdentity.fitting(settings, places: try AssetPlaces(settings))
      let known = shelf.items(fitting)
      // Of two the one that is further; of those the one that was begun first.
      guard
        let item = try known.filter({ try check.isMade($0, as: index) })
          .max(by: { ($0.status.round, $1.path) < ($1.status.round, $0.path) })
      else {
        stale += known.isEmpty ? 0 : 1
        missing.append((plan.runs[index].title, fitting))
        continue
      }
      guard item.status.condition != .live else {
        throw StoreError.hosted(path: item.path, process: item.status.process ?? 0)
      }
      let reader = try RunReader(path: item.path)
      runs[index].restore(try reader.snapshot(), name: reader.name)
      paths[index] = item.path
    }
    for rung in plan.halving?.rungs ?? [] where Self.open(runs, until: rung).isEmpty {
      for (index, reason) in Self.ended(runs, at: rung, of: plan, by: check.questions) {
        runs[index].condition = .halved
        runs[index].reason = reason
      }
    }
    state = Mutex(State(runs: runs, paths: paths))
    notes =
      plan.notes
      + (stale == 0
        ? []
        : ["\(stale) runs in \(plan.directory) were made of other data or another model: made anew"])
      + shelf.notes(missing: missing)
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
      return state.training.values.compactMap(\.self)
    }
    training.forEach { $0.submit(.finish, origin: "sweep") }
  }

  /// Trains everything that has not ended up to a rung, or to its end.
  private func train(until rung: Int?) {
    state.withLock { state in
      state.queue = Self.open(state.runs, until: rung)
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
      state.training.updateValue(nil, forKey: index)
      return (index, max(1, plan.workers / rivals))
    }
  }

  private func train(_ index: Int, until rung: Int?, workers: Int) {
    change(index) { $0.condition = .training }
    do {
      let host = try host(index, workers: workers)
      let isStopped = state.withLock { state in
        state.training.updateValue(host.simulation, forKey: index)
        state.paths[index] = host.path
        return state.isStopped
      }
      // What was asked while it was opened.
      if isStopped { host.simulation.submit(.finish, origin: "sweep") }
      let summary = try host.run(until: rung)
      // How one ended that has ended is told by its summary.
      if summary.interrupted {
        let waits = rung.map { summary.rounds >= $0 } ?? false && !state.withLock(\.isStopped)
        change(index) { $0.condition = waits ? .waiting : .interrupted }
      }
    } catch {
      change(index) { state in
        state.condition = .failed
        state.reason = "\(error)"
      }
    }
    state.withLock { _ = $0.training.removeValue(forKey: index) }
  }

  private func host(_ index: Int, workers: Int) throws -> RunHost {
    let path = state.withLock { $0.paths[index] }
    let listener: @Sendable (RunEvent) -> Void = { [self] event in hear(event, of: index) }
    if let path {
      return try RunHost(resuming: path, workers: workers, guardAction: .stop, listener: listener)
    }
    var settings = plan.runs[index].settings
    settings.workers = workers
    return try RunHost(settings, guardAction: .stop, listener: listener)
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

  /// Ends those that were worse at a rung than the part that is kept.
  private func halve(at rung: Int) {
    for (index, reason) in Self.ended(states, at: rung, of: plan, by: check.questions) {
      change(index) { state in
        state.condition = .halved
        state.reason = reason
      }
    }
  }

  /// Runs that have still to be trained up to a rung, or to their end.
  private static func open(_ runs: [SweepState], until rung: Int?) -> [Int] {
    runs.indices.filter { index in
      let run = runs[index]
      let isOpen = run.condition == .waiting || run.condition == .interrupted
      // One that was killed between its last round and its end has still to end.
      return isOpen && (rung.map { run.round < min($0, run.rounds) } ?? true)
    }
  }

  /// Who ends at a rung, and why: all but the part that is kept, among runs that answer the same question.
  private static func ended(
    _ runs: [SweepState], at rung: Int, of plan: SweepPlan, by questions: [String]
  ) -> [(index: Int, reason: String)] {
    guard let halving = plan.halving else { return [] }
    let reached = runs.indices.filter {
      runs[$0].condition != .halved && runs[$0].round >= min(rung, runs[$0].rounds)
    }
    return Dictionary(grouping: reached, by: { questions[$0] }).values.flatMap { rivals in
      let found = rivals.sorted().map { (run: $0, value: runs[$0].value(at: rung)) }
      let score = rivals.first.map { runs[$0].score } ?? .accuracy
      let survivors = halving.survivors(found, by: score)
      return found.filter { !survivors.contains($0.run) }.map { index, value in
        let told = value.map(score.text) ?? "no \(score.title)"
        return (
          index,
          "ended at round \(rung): \(told) is not among the best \(survivors.count) of \(found.count)"
        )
      }
    }
  }
}
