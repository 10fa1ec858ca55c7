import Metrics

/// What runs are ordered by.
enum RunOrder: String, Sendable, CaseIterable {
  case newest, score, bytes, name

  /// Runs in this order: the newest, the best, the cheapest or the first name on top, and runs of which it is not
  /// known at the end.
  func sorted(_ cards: [RunCard]) -> [RunCard] {
    cards.sorted { left, right in
      switch self {
      case .newest: (rank(left.created), left.name) > (rank(right.created), right.name)
      case .score: (merit(left), left.name) > (merit(right), right.name)
      case .bytes: (cost(left), left.name) < (cost(right), right.name)
      case .name: left.name < right.name
      }
    }
  }

  private func rank(_ value: Double?) -> Double {
    value.flatMap { $0.isFinite ? $0 : nil } ?? -.infinity
  }

  private func merit(_ card: RunCard) -> Double { rank(card.last.map(card.score.merit)) }

  private func cost(_ card: RunCard) -> Int { card.condition == .damaged ? .max : card.bytes }
}
