import Plain
import Transformer

@testable import Sim

/// A round of clients with low-rank pairs whose two sides differ in length, merged by a server's rule without training.
struct FactorRound {
  /// What one client sends.
  struct Client {
    var samples: Int
    var rank: Int
    var parameters: [Float]
  }

  let input = 5
  let output = 7
  let rank = 3
  let layout: ParameterLayout
  let plan: RoundPlan
  let server: ServerState

  init() throws {
    var layout = ParameterLayout()
    for (layer, site) in [(0, "query"), (1, "value")] {
      layout.append(
        ParameterSegment(
          name: "\(layer).A", layer: layer, module: site, role: .loraA, rows: rank, columns: input,
          start: .zeros))
      layout.append(
        ParameterSegment(
          name: "\(layer).B", layer: layer, module: site, role: .loraB, rows: output, columns: rank,
          start: .zeros))
    }
    layout.append(
      ParameterSegment(
        name: "head", layer: nil, module: "head", role: .head, rows: 2, columns: 2, start: .zeros))
    self.layout = layout
    var plan = try TinyEncoder().training(gal: []).plan
    plan.travelling = [0..<layout.count]
    plan.returning = plan.travelling
    plan.personal = []
    plan.cohort = [0, 1, 2]
    self.plan = plan
    server = ServerState(parameters: Self.draw(layout.count, seed: 99))
  }

  /// Clients with parameters drawn at random, three without other numbers.
  func clients(samples: [Int] = [10, 30, 20], ranks: [Int] = [3, 3, 3]) -> [Client] {
    zip(samples, ranks).enumerated().map { index, pair in
      Client(
        samples: pair.0, rank: pair.1,
        parameters: Self.draw(layout.count, seed: UInt64(index + 1)))
    }
  }

  /// The server after the clients' messages; a client sends the first units of its rank.
  func merged(
    _ clients: [Client], by rule: any ServerRule,
    adding part: (Client) -> Message = { _ in Message() }
  ) -> ServerState {
    var after = server
    rule.begin(&after)
    var fold = rule.fold(after, plan, layout, clients: clients.count)
    for (index, client) in clients.enumerated() {
      var message = Message()
      message.add(
        Message.parameters, client.parameters.gathered(layout.ranges(rank: client.rank)))
      message.append(part(client))
      fold.add(
        ClientUpdate(client: index, samples: client.samples, steps: 1, message: message))
    }
    fold.finish(&after)
    return after
  }

  /// The pairs.
  var pairs: [FactorPair] { Array(layout.factorPairs) }

  /// B·A of the first `rank` units, row after row.
  func product(_ pair: FactorPair, _ parameters: [Float], rank: Int = .max) -> [Double] {
    (0..<output).flatMap { row in
      (0..<input).map { column in
        (0..<min(rank, pair.rank)).reduce(0.0) { sum, unit in
          sum + Double(parameters[pair.place(inB: row, unit)])
            * Double(parameters[pair.place(inA: unit, column)])
        }
      }
    }
  }

  /// Σ p_k·B_k·A_k, by samples.
  func mean(_ pair: FactorPair, _ clients: [Client]) -> [Double] {
    let all = Double(clients.reduce(0) { $0 + $1.samples })
    return clients.reduce([Double](repeating: 0, count: output * input)) { sum, client in
      zip(sum, product(pair, client.parameters, rank: client.rank)).map {
        $0 + Double(client.samples) / all * $1
      }
    }
  }

  private static func draw(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }
}

/// The Frobenius norm of a difference.
func distance(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}
