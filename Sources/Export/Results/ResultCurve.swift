/// The evaluations of a run, with what it had cost until each.
///
/// Kept and written by columns, which takes a third of the room of rows.
public struct ResultCurve: Sendable, Equatable {
  /// Rounds that were evaluated, ascending.
  private(set) var rounds: [Int] = []
  /// Bytes sent by clients until then, initialisation included.
  private(set) var bytesUp: [Int] = []
  /// Bytes sent by the server until then, initialisation included.
  private(set) var bytesDown: [Int] = []
  /// Virtual seconds until then, initialisation included.
  private(set) var simSeconds: [Double] = []
  /// Floating-point operations of the clients' passes until then, initialisation included; nil where they were not counted,
  /// and in files of earlier versions.
  private(set) var flops: [Double?] = []
  /// What was measured, by name: a value a round, nil where there is none.
  private(set) var values: [String: [Double?]] = [:]

  /// A run that was never evaluated.
  public init() {}

  /// Bytes in both directions until an evaluation.
  func bytes(_ index: Int) -> Int { bytesUp[index] &+ bytesDown[index] }

  /// What `metric` was, by the index of the evaluation.
  func series(_ metric: Metric) -> [(index: Int, value: Double)] {
    (values[metric.name] ?? []).enumerated().compactMap { index, value in
      value.map { (index, $0) }
    }
  }

  /// Forgets all that was measured but for some metrics.
  mutating func keep(_ names: Set<String>) { values = values.filter { names.contains($0.key) } }

  /// Adds an evaluation.
  mutating func add(
    round: Int, bytesUp: Int, bytesDown: Int, simSeconds: Double, flops: Double? = nil,
    values new: [String: Double]
  ) {
    for name in Set(values.keys).union(new.keys) {
      // A number that is measured for the first time was not before.
      values[name, default: rounds.map { _ in nil }].append(new[name])
    }
    rounds.append(round)
    self.bytesUp.append(bytesUp)
    self.bytesDown.append(bytesDown)
    self.simSeconds.append(simSeconds)
    self.flops.append(flops)
  }
}

extension ResultCurve: Codable {
  enum CodingKeys: String, CodingKey {
    case values, flops
    case rounds = "round"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
  }

  /// Reads columns of one length.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rounds = try container.decode([Int].self, forKey: .rounds)
    bytesUp = try container.decode([Int].self, forKey: .bytesUp)
    bytesDown = try container.decode([Int].self, forKey: .bytesDown)
    simSeconds = try container.decode([Double].self, forKey: .simSeconds)
    values = try container.decode([String: [Double?]].self, forKey: .values)
    flops =
      try container.decodeIfPresent([Double?].self, forKey: .flops) ?? rounds.map { _ in nil }
    let lengths =
      [flops.count, bytesUp.count, bytesDown.count, simSeconds.count] + values.values.map(\.count)
    guard lengths.allSatisfy({ $0 == rounds.count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rounds, in: container, debugDescription: "the columns have different lengths")
    }
    guard zip(rounds, rounds.dropFirst()).allSatisfy(<) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rounds, in: container, debugDescription: "the rounds are not in order")
    }
  }

  /// Writes the columns, without one that holds nothing.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rounds, forKey: .rounds)
    try container.encode(bytesUp, forKey: .bytesUp)
    try container.encode(bytesDown, forKey: .bytesDown)
    try container.encode(simSeconds, forKey: .simSeconds)
    if flops.contains(where: { $0 != nil }) { try container.encode(flops, forKey: .flops) }
    try container.encode(values, forKey: .values)
  }
}
