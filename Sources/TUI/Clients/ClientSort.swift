import Metrics

/// What the clients are ordered by.
public enum ClientSort: String, Sendable, CaseIterable {
  case id
  case loss
  case difficulty
  case share
  case bytes
  case lastRound = "last round"
  case size
  case skew

  /// Whether the greatest comes first, unless reversed.
  var isDescending: Bool { self != .id }

  /// Whether it is told of every client at the start; all else is the same of those that were never sampled.
  var isOfData: Bool { self == .size || self == .skew }

  /// The value of a client; nil sorts last in both directions.
  func value(_ client: ClientState) -> Double? {
    let value: Double? =
      switch self {
      case .id: Double(client.id)
      case .loss: client.trainLoss
      case .difficulty: client.difficulty
      case .share: client.lastRound == nil ? nil : client.share
      case .bytes: client.bytes > 0 ? client.bytes : nil
      case .lastRound: client.lastRound.map { Double($0) }
      case .size: client.samples.map { Double($0) }
      case .skew: client.skew > 0 ? client.skew : nil
      }
    return value.flatMap { $0.isNaN ? nil : $0 }
  }
}

extension ClientState {
  /// Bytes in both directions; a file may claim more than an integer holds.
  var bytes: Double { Double(bytesUp) + Double(bytesDown) }
}

extension ClientState.Activity {
  /// In a word, which the filter can ask for.
  var word: String {
    switch self {
    case .idle: "idle"
    case .training: "training"
    case .done: "done"
    case .failed: "failed"
    }
  }

  /// Place among the groups when the cohort is kept on top.
  var group: Int {
    switch self {
    case .training: 0
    case .done, .failed: 1
    case .idle: 2
    }
  }
}
