import Metrics

/// Where a record has been wound to: its state, and the event that comes next.
struct TapePlace: Sendable {
  /// The state of the run.
  var snapshot = RunSnapshot()
  /// Index of the event that comes next.
  var next = 0
}

/// States of a run that were passed on the way through its events, so that an earlier round is reached from the one before
/// it and not from the beginning.
///
/// There are never more than a few: when there are too many every other one goes, and those to come lie twice as far apart.
/// They share what did not change between them.
struct Waypoints: Sendable {
  /// How many are kept.
  private static let most = 32

  private var places: [TapePlace] = []
  private var stride = 4

  /// Keeps a state at the end of a round, if there is none near it.
  mutating func pass(_ place: TapePlace) {
    guard place.snapshot.round >= (places.last?.snapshot.round ?? 0) + stride else { return }
    places.append(place)
    guard places.count > Self.most else { return }
    places = places.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    stride *= 2
  }

  /// The last that is not behind a round, or the beginning.
  func nearest(_ round: Int) -> TapePlace {
    places.last { $0.snapshot.round <= round } ?? TapePlace()
  }
}

extension [RunEvent] {
  /// The place at the end of a round.
  ///
  /// - Parameters:
  ///   - place: one that was reached, to go on from where that is not behind the round.
  ///   - way: what was passed before, and what is passed now.
  func wound(to round: Int, from place: TapePlace, along way: inout Waypoints) -> TapePlace {
    let isAhead = place.next > 0 && (self[place.next - 1].round ?? 0) > round
    let near = way.nearest(round)
    var place = isAhead || near.next > place.next ? near : place
    while place.next < count, (self[place.next].round ?? 0) <= round {
      place.snapshot.apply(self[place.next])
      place.next += 1
      if case .roundFinished = self[place.next - 1] { way.pass(place) }
    }
    return place
  }
}
