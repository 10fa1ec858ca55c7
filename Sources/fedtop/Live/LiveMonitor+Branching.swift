import Foundation
import Host
import Metrics
import RunStore
import TUI

extension LiveMonitor {
  /// Goes over to a new run that branches off the one that is shown.
  ///
  /// A run that trains here stops first, complete up to its last round; one that trains elsewhere goes on there.
  func begin(_ branch: Branch) {
    guard let path = run.path else { return }
    let old = run
    let workers = old.workers
    let directory = RunCatalogue.folder(ofPath: path)
    let changes = branch.changes.sorted { $0.key < $1.key }.map { (knob: $0.key, value: $0.value) }
    let next = LiveRun(wake: waker.wake)
    next.start { guardAction, listener in
      let left = (old as? LiveRun)?.finish()
      let host = try RunHost(
        forking: path, round: branch.round, changes: changes, directory: directory,
        workers: workers, guardAction: guardAction, listener: listener)
      if let summary = try? left?.get(), summary.interrupted {
        host.simulation.tell(Notice(level: .info, text: summary.note))
      }
      return host
    }
    origin = old
    show(next)
  }

  /// A branch that has begun takes the place of the run that it left; one that cannot begin gives it back.
  func settleBranch() {
    guard let origin else { return }
    if let failure = run.failure {
      self.origin = nil
      show(origin)
      monitor.say("cannot branch: \(Failure(failure).message ?? "it did not begin")", .error)
    } else if let started = run.snapshot.started {
      self.origin = nil
      monitor.say("this is \(started.run) from here on", .ok)
      left.append(origin)
      // A hosted run was closed before the branch began, and its end is told when the monitor is left.
      if origin.session != .host { origin.leave() }
    }
  }
}

extension RunSource {
  /// Workers that a branch of the run is to have: as many as a run of this process, else one a core.
  fileprivate var workers: Int {
    guard session == .host, case .integer(let count)? = snapshot.started?.config["run.workers"]
    else { return 0 }
    return count
  }
}

extension RunSummary {
  /// How a run that was left for another can be taken up again.
  var farewell: String { "left \(run) after round \(rounds): fedtop resume \(run) goes on with it" }

  /// The same for the log of the run that it was left for, which names it already.
  fileprivate var note: String { "left it after round \(rounds): fedtop resume \(run)" }
}
