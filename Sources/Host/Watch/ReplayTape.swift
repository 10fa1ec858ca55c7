import Metrics

/// The record of a run as something to play: its events, and the time that lies before each.
public struct ReplayTape: Sendable {
  /// Events in order.
  let events: [RunEvent]
  /// Recorded seconds before each event.
  let pauses: [Double]
  /// The run with all of its rounds.
  public let record: RunSnapshot
  private let end: RunState
  private let way: Waypoints

  /// Takes a record apart.
  ///
  /// - Parameters:
  ///   - events: the record.
  ///   - controls: pauses, steps and notes, which are told before the rounds they belong to.
  ///   - end: what the run is doing now: where a record without an end breaks off.
  public init(_ events: [RunEvent], controls: [CommandRecord] = [], end: RunState) {
    let events = events.merged(with: controls)
    self.events = events
    self.end = end.isEnd ? end : .paused
    pauses = Self.pauses(events)
    var way = Waypoints()
    record = events.wound(to: .max, from: TapePlace(), along: &way).snapshot
    self.way = way
  }

  /// Whether there is nothing left to tell.
  func isOver(_ next: Int) -> Bool { next >= events.count }

  /// The place at the end of a round.
  ///
  /// - Parameter place: one that was reached, to go on from where that is not behind the round.
  func wound(to round: Int, from place: TapePlace = TapePlace()) -> TapePlace {
    var way = way
    var place = events.wound(to: round, from: place, along: &way)
    if isOver(place.next) { close(&place.snapshot) }
    return place
  }

  /// Gives the state its word at the end of the record, where no event of it does.
  func close(_ snapshot: inout RunSnapshot) {
    if snapshot.summary == nil { snapshot.apply(.stateChanged(end)) }
  }

  /// The wall time of each round, divided among its clients and its end: they are recorded
  /// together, when it is over.
  private static func pauses(_ events: [RunEvent]) -> [Double] {
    var pauses = [Double](repeating: 0, count: events.count)
    var clients: [Int] = []
    for (index, event) in events.enumerated() {
      switch event {
      case .clientFinished: clients.append(index)
      case .roundFinished(let report):
        let wall = report.wallSeconds.isFinite ? min(3600, max(0, report.wallSeconds)) : 0
        let places = clients + [index]
        for place in places { pauses[place] = wall / Double(places.count) }
        clients = []
      default: break
      }
    }
    return pauses
  }
}

extension [RunEvent] {
  /// A record with what was done at once in its place: before the round it belongs to, and where that never came, at the end of
  /// the last one.
  fileprivate func merged(with controls: [CommandRecord]) -> [RunEvent] {
    let last = self.last { $0.round != nil }?.round ?? 0
    var left = controls[...]
    var merged: [RunEvent] = []
    func take(_ isDue: (CommandRecord) -> Bool) {
      while var next = left.first, isDue(next) {
        next.round = Swift.min(next.round, last)
        merged.append(.commandApplied(next))
        left.removeFirst()
      }
    }
    for event in self {
      if case .runFinished = event { take { _ in true } }
      if let round = event.round { take { $0.round <= round } }
      merged.append(event)
    }
    take { _ in true }
    return merged
  }
}

extension RunState {
  /// Whether no more rounds will come.
  fileprivate var isEnd: Bool { self == .finished || self == .interrupted }
}
