import Metrics

extension RunFollower {
  /// Events since the last call, of a file that may go: the same as `poll`, which fails then.
  ///
  /// A file that cannot be read is told of once, and the run is interrupted until it can be read again. One that was moved,
  /// removed or replaced is told of, and read on.
  ///
  /// - Parameter words: what is said of a file that cannot be read.
  public mutating func look(_ words: (StoreError) -> String) -> [RunEvent] {
    var events: [RunEvent] = []
    if isInPlace, !reader.isInPlace {
      isInPlace = false
      let text = "the run file was moved, removed or replaced: what is shown is of the one before"
      events.append(.notice(Notice(level: .warning, text: text)))
    }
    do {
      let news = try poll()
      // A file system that was away is there again.
      if isLost, let state = status?.shownState { events.append(.stateChanged(state)) }
      isLost = false
      return events + news
    } catch {
      guard !isLost else { return events }
      isLost = true
      return events + [
        .notice(Notice(level: .error, text: words(error))), .stateChanged(.interrupted),
      ]
    }
  }
}
