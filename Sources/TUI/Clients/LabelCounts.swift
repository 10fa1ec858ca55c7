import Metrics

/// How many samples of which label each client has, as the record tells it.
struct LabelCounts {
  /// Samples by client and label.
  let clients: [[Int]]
  /// Names of the labels.
  let names: [String]
  /// Samples of all clients by label, and the share of each label.
  let all: [Int]
  let mix: [Double]

  /// The counts of a run; nil where the record has none: samples without labels, or more than 100,000 numbers.
  init?(_ snapshot: RunSnapshot) {
    guard let clients = snapshot.started?.clientLabels, let width = clients.map(\.count).max(),
      width > 0
    else { return nil }
    let given = snapshot.started?.labelNames ?? []
    self.clients = clients
    names = (0..<width).map { given.indices.contains($0) ? Text.clean(given[$0]) : "\($0)" }
    all = clients.reduce(into: Array(repeating: 0, count: width)) { sums, row in
      for (label, count) in row.enumerated() { sums[label] &+= count }
    }
    mix = Self.shares(all)
  }

  /// Samples of a client by label; nothing of one that the record does not tell of.
  subscript(client: Int) -> [Int] { clients.indices.contains(client) ? clients[client] : [] }

  /// The share of each label.
  static func shares(_ counts: [Int]) -> [Double] {
    let sum = max(1, counts.reduce(0) { $0 + Double($1) })
    return counts.map { Double($0) / sum }
  }

  /// How far the labels of a client are from those of all: the share of its samples that would need another label for the
  /// same mix, which is the total variation distance; 0 to 1, nil without samples.
  func distance(of client: Int) -> Double? {
    let own = self[client]
    guard own.contains(where: { $0 > 0 }) else { return nil }
    return zip(Self.shares(own), mix).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }
}
