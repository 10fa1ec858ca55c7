import Host

/// What a desk with several runs asks of each.
extension LiveMonitor {
  /// Whether its run trains in this process.
  var trains: Bool { (run as? LiveRun).map { $0.result == nil } ?? false }

  /// Whether a run trains or has trained here, and its end is still to be told.
  var hosts: Bool {
    ([run] + left + (origin.map { [$0] } ?? [])).contains { $0 is LiveRun }
  }

  /// Whether the list of runs was asked for since the last time.
  func takeWish() -> Bool {
    defer { wantsRuns = false }
    return wantsRuns
  }
}
