import Plain
import Transformer

/// The server adds to the frozen weights what averaging A and B apart does not hold: all of Σ pₖ·Bₖ·Aₖ (FLoRA), or what
/// B̄·Ā misses of it (FedEx-LoRA).
///
/// A client is sent what it missed since it last took part: the factors of each round's change, or the weights themselves
/// where these are fewer values. Factors are kept no longer than they could be sent.
struct ProductsIntoWeights: ServerRule {
  /// What goes into the weights.
  enum Part {
    /// All of the mean product; the factors start anew.
    case whole
    /// The mean product less the product of the means, which the factors hold.
    case remainder
  }

  var part: Part
  /// s = α/r.
  var scale: Float
  /// All clients.
  var clients: Int
  /// What new factors are drawn with.
  var seed: Int

  /// Names in messages and in the server's state.
  static let weights = "weights"
  static let stacks = "stacks"
  static let ranks = "ranks"
  private static let known = "known"
  private static let merged = "merged"

  /// Factors of late rounds.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [StateField(Self.stacks, atMost: layout.ranges(where: \.isHeld).valueCount)]
  }

  /// Nothing was merged, and everybody knows it.
  func begin(_ server: inout ServerState) {
    server.values.vectors[Self.stacks] = []
    server.values.positions[Self.ranks] = []
    server.values.positions[Self.known] = [Int32](repeating: 0, count: clients)
    server.values.numbers[Self.merged] = 0
  }

  /// What travels, and what changed since the client took part.
  func messages(_ server: ServerState, _ plan: RoundPlan) -> @Sendable (Int) -> Message {
    var message = Message()
    message.add(Message.parameters, server.parameters.gathered(plan.travelling))
    let dense = server.parameters.gathered(plan.held)
    let ranks = server.values.positions[Self.ranks] ?? []
    let stacks = server.values.vectors[Self.stacks] ?? []
    let known = server.values.positions[Self.known] ?? []
    let merged = Int(server.values.numbers[Self.merged] ?? 0)
    let width = stacks.count / max(1, Int(ranks.reduce(0, +)))
    return { [message] client in
      let missed = merged - (known.indices.contains(client) ? Int(known[client]) : 0)
      guard missed > 0 else { return message }
      var late = message
      let own = ranks.suffix(missed)
      let count = Int(own.reduce(0, +)) * width
      if missed == own.count, count + own.count < dense.count {
        late.add(Self.ranks, own.map { Float($0) })
        late.add(Self.stacks, Array(stacks.suffix(count)))
      } else {
        late.add(Self.weights, dense)
      }
      return late
    }
  }

  /// The clients' factors side by side.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      rule: self, plan: plan, layout: layout,
      mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  private struct Fold: ServerFold {
    let rule: ProductsIntoWeights
    let plan: RoundPlan
    let layout: ParameterLayout
    var mean: WeightedMean
    var updates: [ClientUpdate] = []

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      updates.append(update)
    }

    func finish(_ server: inout ServerState) {
      mean.finish(&server)
      let weights = layout.heldWeights
      let all = updates.reduce(0.0) { $0 + Double($1.samples) }
      let stack = FactorStack(
        of: updates.map {
          (
            share: Double($0.samples) / max(1, all),
            values: $0.message.numbers(Message.parameters)
          )
        }, in: plan.returning, around: rule.part == .whole ? nil : server.parameters, weights)
      stack.add(to: &server.parameters, scale: rule.scale, weights)
      if rule.part == .whole {
        weights.restart(in: &server.parameters, seed: rule.seed, round: plan.round + 1)
      }
      keep(stack, in: &server.values)
    }

    private func keep(_ stack: FactorStack, in values: inout NamedValues) {
      for update in updates {
        values.positions[ProductsIntoWeights.known]?[update.client] = Int32(plan.round - 1)
      }
      values.numbers[ProductsIntoWeights.merged] = Double(plan.round)
      var ranks = (values.positions[ProductsIntoWeights.ranks] ?? []) + [Int32(stack.rank)]
      var stacks = (values.vectors[ProductsIntoWeights.stacks] ?? []) + stack.values
      let width = FactorStack.width(layout.heldWeights)
      while stacks.count + ranks.count >= plan.held.valueCount, !ranks.isEmpty {
        stacks.removeFirst(Int(ranks.removeFirst()) * width)
      }
      values.positions[ProductsIntoWeights.ranks] = ranks
      values.vectors[ProductsIntoWeights.stacks] = stacks
    }
  }
}

extension [HeldWeight] {
  /// A as in the beginning, from the round's own stream, and B of zeros: everybody can draw them.
  func restart(in parameters: inout [Float], seed: Int, round: Int) {
    var random = CounterRandom(seed: UInt64(seed), purpose: .restart, round: round)
    for place in self {
      if case .uniform(let bound) = place.a.start {
        for index in place.a.range {
          parameters[index] = Float.random(in: -bound...bound, using: &random)
        }
      }
      for index in place.b.range { parameters[index] = 0 }
    }
  }
}
