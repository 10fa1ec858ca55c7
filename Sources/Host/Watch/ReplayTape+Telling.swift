import Metrics

extension ReplayTape {
  /// The longest time in which nothing happens, seconds.
  private static let longestPause = 2.0
  /// The least time between moments inside of a round, seconds.
  private static let shortestPause = 0.1

  /// Tells the record from its beginning to its end at once, for who keeps a clock of their own.
  ///
  /// The end of each round is a moment, however soon it comes; its clients are, up to ten times a second.
  ///
  /// - Parameters:
  ///   - speed: recorded seconds that pass in one, above 0; pauses longer than two seconds are cut.
  ///   - show: is called for each moment, with the seconds since the beginning and the run as it is then.
  public func tell(
    speed: Double, _ show: (_ seconds: Double, _ run: RunSnapshot) throws -> Void
  ) rethrows {
    let start = wound(to: 0)
    var (run, next) = (start.snapshot, start.next)
    if !isOver(next) { run.apply(.stateChanged(.running)) }
    try show(0, run)
    var (seconds, shown) = (0.0, 0.0)
    while !isOver(next) {
      let event = events[next]
      seconds += min(Self.longestPause, pauses[next] / speed)
      run.apply(event)
      next += 1
      if isOver(next) { close(&run) }
      let isRound = if case .roundFinished = event { true } else { false }
      guard isRound || isOver(next) || seconds - shown >= Self.shortestPause else { continue }
      try show(seconds, run)
      shown = seconds
    }
  }
}
