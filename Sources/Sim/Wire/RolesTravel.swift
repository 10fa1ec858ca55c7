import Transformer

/// What travels and what stays follows from what a parameter is: factor A, factor B, head.
///
/// What does neither is as the seed made it, on every client.
struct RolesTravel: Exchange {
  /// Roles that travel.
  var travelling: Set<ParameterSegment.Role>
  /// Roles that belong to the clients.
  var personal: Set<ParameterSegment.Role>

  /// The head goes where `settings` say.
  init(
    _ travelling: Set<ParameterSegment.Role>, personal: Set<ParameterSegment.Role> = [],
    _ settings: Settings
  ) {
    self.travelling = settings.head != .shared ? travelling : travelling.union([.head])
    self.personal = settings.head == .personal ? personal.union([.head]) : personal
  }

  /// Parameters of the personal roles.
  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.ranges { personal.contains($0.role) }
  }

  /// Parameters of the roles that travel.
  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { travelling.contains($0.role) }
  }
}

/// One phase whose steps touch what comes back and what belongs to the client; the rest stays as it was received.
struct SentAndOwn: PhaseSchedule {
  func phases(_ plan: RoundPlan, _ layout: ParameterLayout) -> [Phase] {
    [
      Phase(
        epochs: plan.settings.localEpochs, live: plan.returning.union(plan.personal),
        learningRate: plan.learningRate)
    ]
  }
}

extension Array where Element == Range<Int> {
  /// What lies in ranges of one or the other; both ascend without overlap, and so does the result, neighbours joined.
  func union(_ other: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in (self + other).sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = joined.last, last.upperBound >= range.lowerBound {
        joined[joined.count - 1] =
          last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// What lies in ranges of this and not of the other; both ascend without overlap.
  func subtracting(_ other: [Range<Int>]) -> [Range<Int>] {
    var rest: [Range<Int>] = []
    var next = 0
    for range in self {
      var start = range.lowerBound
      while next < other.count, other[next].upperBound <= start { next += 1 }
      var hole = next
      while hole < other.count, other[hole].lowerBound < range.upperBound {
        if start < other[hole].lowerBound { rest.append(start..<other[hole].lowerBound) }
        start = Swift.max(start, other[hole].upperBound)
        hole += 1
      }
      if start < range.upperBound { rest.append(start..<range.upperBound) }
    }
    return rest
  }
}
