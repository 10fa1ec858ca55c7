import Metrics

/// Another run as a shadow of this one, its parent or a stored run of another method: its curves from where the two part,
/// and how far the run is from them.
struct Ghost {
  /// What the other run is to this one.
  let relation: GhostTrace.Relation
  /// End of a parent's name, which tells it from its siblings, or the other method.
  let name: String
  /// Last round that both share.
  let round: Int
  /// The other's training loss by place on the axis of rounds; nil before the two part.
  let loss: [Double?]
  /// The other's personalised accuracy by place on the axis of rounds; nil before the two part.
  let accuracy: [Double?]
  /// What the other run had spent, by place on the axis of rounds; nil before the two part.
  let spent: [GhostTrace.Point?]
  /// Training loss of the run less that of the other.
  let lossDelta: Delta?
  /// Personalised accuracy of the run less that of the other.
  let accuracyDelta: Delta?

  /// Where the other run stood after each of its rounds, those that both share among them.
  private let points: [GhostTrace.Point]

  /// A ghost behind a run; nil for one whose curves nobody has, and at a round before a branch.
  init?(_ trace: GhostTrace, behind snapshot: RunSnapshot) {
    guard let first = snapshot.rounds.first?.round else { return nil }
    let start = max(first, trace.round)
    // A place on the axis that the run has reached: what a file claims beyond it is not drawn.
    let place = start.subtractingReportingOverflow(first)
    guard !place.overflow, place.partialValue < snapshot.rounds.count else { return nil }
    var points: [GhostTrace.Point] = []
    for point in trace.points.drop(while: { $0.round < start }) {
      guard point.round == start &+ points.count else { break }
      points.append(point)
    }
    guard !points.isEmpty else { return nil }
    relation = trace.relation
    name =
      trace.relation != .parent
      ? trace.run : trace.run.split(separator: "-").last.map(String.init) ?? trace.run
    self.points = trace.points
    round = trace.round
    let lead = [Double?](repeating: nil, count: place.partialValue)
    spent = lead.map { _ in nil } + points
    loss = lead + points.map(\.trainLoss)
    accuracy = lead + points.map(\.accuracy)
    lossDelta = Delta(snapshot.rounds.map(\.trainLoss), loss, snapshot.rounds, lessIsBetter: true)
    accuracyDelta = Delta(
      snapshot.rounds.map(\.accuracy), accuracy, snapshot.rounds, lessIsBetter: false)
  }

  /// Where the other run was first as accurate as `accuracy`; nil when it never was.
  func reached(_ accuracy: Double) -> GhostTrace.Point? {
    points.first { ($0.accuracy ?? -.infinity) >= accuracy }
  }

  /// The last round that the other run has.
  var last: Int { points.last?.round ?? round }

  /// The distance between two curves at the last round that has a value in both.
  struct Delta: Equatable {
    /// The run's value less that of the other.
    let value: Double
    /// The round it was taken at.
    let round: Int
    /// Whether the run has got on without a value to compare since.
    let isOld: Bool
    /// Whether a smaller value is the better one.
    let lessIsBetter: Bool

    init?(
      _ own: [Double?], _ parent: [Double?], _ rounds: [RoundReport], lessIsBetter: Bool
    ) {
      func value(_ values: [Double?], _ index: Int) -> Double? {
        guard values.indices.contains(index), let value = values[index], value.isFinite else {
          return nil
        }
        return value
      }
      let newest = own.indices.last { value(own, $0) != nil }
      for index in own.indices.reversed() {
        guard let mine = value(own, index), let theirs = value(parent, index) else { continue }
        self.value = mine - theirs
        round = rounds[index].round
        isOld = index != newest
        self.lessIsBetter = lessIsBetter
        return
      }
      return nil
    }

    /// Good, bad, or no difference.
    var role: Role { value == 0 ? .dim : (value < 0) == lessIsBetter ? .ok : .warn }
  }
}
