import Host
import Metrics
import Screen

extension LiveMonitor {
  /// Closes what is open and says how it went, on the terminal's own screen.
  ///
  /// - Throws: the `Failure` that the process ends with.
  func end() throws {
    run.leave()
    settleBranch()
    for old in left { try told(old) }
    guard let host = run as? LiveRun, let result = host.finish() else { return run.leave() }
    let summary = try result.get()
    summary.lines(host.snapshot.started)
      .forEach(StandardOutput.write)
    StandardOutput.write(
      summary.interrupted ? "go on with: fedtop resume \(summary.run)" : "run \(summary.run)")
    if let failure = signal?.failure { throw failure }
  }

  /// Says how a run ended that was left for a branch.
  private func told(_ old: any RunSource) throws {
    guard let result = (old as? LiveRun)?.finish() else { return }
    switch result {
    case .success(let summary) where summary.interrupted: StandardOutput.write(summary.farewell)
    case .success: break
    case .failure(let failure):
      StandardError.write("fedtop: \(Failure(failure).message ?? "a run broke off")")
    }
  }
}

extension ScreenSignal {
  /// What a process ends with whose screen was ended by it.
  var failure: Failure {
    switch self {
    case .interrupt, .quit, .user: Failure(nil, .interrupted)
    case .terminate: Failure(nil, .terminated)
    case .hangup: Failure(nil, .hungUp)
    }
  }
}
