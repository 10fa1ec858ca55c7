import Plain
import Transformer

/// What lies between the training of clients and the server's rule, whatever the method: forms in which numbers travel, and
/// privacy (docs/methods.md, "Smaller messages" and "Privacy").
///
/// With any of it on, a client sends the change of its parameters against what it was sent, and the server's rule is given
/// what the server has, changed by that.
struct Channel: Sendable {
  /// How numbers travel.
  enum Form: String, Sendable, CaseIterable {
    case float32, float16, int8
  }

  /// Form of what clients send.
  let form: Form
  /// Fraction of the entries that clients send, the largest; 1: all.
  let fraction: Double
  /// Whether what the server sends has that form too.
  let isBothWays: Bool
  /// Clipping and noise; nil: none.
  let privacy: Privacy?
  /// Parts of what clients send of which the largest entries may be sent alone; what is left out is kept for the next time.
  let thinned: [String]
  let seed: UInt64
  let layout: ParameterLayout

  init(_ settings: Settings, _ layout: ParameterLayout, rules: [any LocalRule]) {
    form = settings.wireForm
    fraction = settings.wireFraction
    isBothWays = settings.wireDown
    privacy = Privacy(settings)
    thinned = fraction < 1 ? [Message.parameters] + rules.flatMap(\.longParts) : []
    seed = UInt64(settings.seed)
    self.layout = layout
  }

  /// Whether messages go through as they are.
  var isPlain: Bool { form == .float32 && fraction == 1 && privacy == nil }

  /// What a client keeps of entries that were not sent.
  var fields: [StateField] {
    thinned.map { StateField(Self.memory(of: $0), count: layout.count) }
  }

  /// What a client receives of `message`.
  func down(_ message: Message, _ plan: RoundPlan, client: Int) -> Message {
    guard isBothWays, form != .float32 else { return message }
    let rows = layout.rowLengths(in: plan.travelling)
    return message.map { part, place in
      guard let lengths = lengths(part, rows, of: plan.travelling) else { return part.content }
      return formed(part.content.numbers, lengths, plan, client: client, stream: 2 * place)
    }
  }

  /// What a client sends in the place of `message`.
  ///
  /// - Parameters:
  ///   - received: what it was sent, in single precision.
  ///   - state: keeps what is left out, when something is.
  func up(
    _ message: Message, received: Message, _ plan: RoundPlan, client: Int,
    state: inout ClientState
  ) -> Message {
    guard !isPlain else { return message }
    var changes = shifted(message, by: received, plan) { $0 - $1 }
    changes = changes.map { [state] part, _ in
      guard isThinned(part, plan), let left = state.vectors[Self.memory(of: part.name)] else {
        return part.content
      }
      let sums = zip(part.content.numbers, left.gathered(plan.returning)).map { $0 + $1 }
      return .numbers(sums)
    }
    if let privacy { changes = privacy.clipped(changes) }
    let rows = layout.rowLengths(in: plan.returning)
    return changes.map { part, place in
      guard let lengths = lengths(part, rows, of: plan.returning) else { return part.content }
      let numbers = part.content.numbers
      guard isThinned(part, plan) else {
        return formed(numbers, lengths, plan, client: client, stream: 2 * place + 1)
      }
      // The margin as for batches: a product may exceed its exact value by an ulp.
      let count = Int((fraction * Double(numbers.count) - 1e-9).rounded(.up))
      let places = numbers.places(ofLargest: count)
      let sent = Message.Content.sparse(
        SparseValues(
          count: numbers.count, places: places,
          values: formed(
            places.map { numbers[Int($0)] }, lengths.counting(places), plan, client: client,
            stream: 2 * place + 1)))
      keep(zip(numbers, sent.numbers).map { $0 - $1 }, of: part.name, plan, in: &state)
      return sent
    }
  }

  /// What the server takes of what a client sent, `sent` being what the server itself has for that client.
  func restored(_ message: Message, sent: Message, _ plan: RoundPlan) -> Message {
    shifted(message.plain, by: sent, plan) { $0 + $1 }
  }

  /// Adds, or subtracts, what both sides know of the parameters that come back: those that were sent; else nothing.
  private func shifted(
    _ message: Message, by sent: Message, _ plan: RoundPlan, _ shift: (Float, Float) -> Float
  ) -> Message {
    var known = sent.numbers(Message.parameters)
    if plan.travelling != plan.returning, known.count == plan.travelling.valueCount {
      var whole = [Float](repeating: 0, count: layout.count)
      whole.scatter(known, into: plan.travelling)
      known = whole.gathered(plan.returning)
    }
    return message.map { part, _ in
      guard part.name == Message.parameters else { return part.content }
      let numbers = part.content.numbers
      return numbers.count == known.count ? .numbers(zip(numbers, known).map(shift)) : part.content
    }
  }

  /// Rows of a part's numbers; nil for what travels as it is: flags, scores, counts.
  private func lengths(_ part: Message.Part, _ rows: [Int], of ranges: [Range<Int>]) -> [Int]? {
    guard part.content.isNumeric else { return nil }
    let count = part.content.numbers.count
    if count == ranges.valueCount { return rows }
    // Parameters in an order of the method's own: pieces of a middling length.
    return part.name == Message.parameters
      ? (0..<count).map(\.self).cut(into: 128).map(\.count) : nil
  }

  /// `numbers` in the form in which they travel.
  private func formed(
    _ numbers: [Float], _ lengths: [Int], _ plan: RoundPlan, client: Int, stream: Int
  ) -> Message.Content {
    switch form {
    case .float32: return .numbers(numbers)
    case .float16: return .halved(numbers)
    case .int8:
      var random = CounterRandom(
        seed: seed, purpose: .rounding, round: plan.round, client: client, batch: stream)
      return .rows(QuantisedRows(numbers, lengths: lengths, using: &random))
    }
  }

  private func isThinned(_ part: Message.Part, _ plan: RoundPlan) -> Bool {
    thinned.contains(part.name) && part.content.numbers.count == plan.returning.valueCount
  }

  private func keep(
    _ left: [Float], of part: String, _ plan: RoundPlan, in state: inout ClientState
  ) {
    let name = Self.memory(of: part)
    var whole = state.vectors[name] ?? [Float](repeating: 0, count: layout.count)
    whole.scatter(left, into: plan.returning)
    state.vectors[name] = whole
  }

  private static func memory(of part: String) -> String { "wire.left.\(part)" }
}

extension [Float] {
  /// Places of the `count` values of largest magnitude, ascending; of equal ones the first.
  func places(ofLargest count: Int) -> [Int32] {
    // Magnitudes have the order of their bit patterns: the least of those that are taken, bit by bit.
    let magnitudes = map { $0.magnitude.bitPattern }
    var least: UInt32 = 0
    for bit in (0..<31).reversed() {
      let candidate = least | 1 << UInt32(bit)
      if magnitudes.count(where: { $0 >= candidate }) >= count { least = candidate }
    }
    var ties = count - magnitudes.count { $0 > least }
    return magnitudes.indices.compactMap { place in
      if magnitudes[place] == least { ties -= 1 }
      let isTaken = magnitudes[place] > least || magnitudes[place] == least && ties >= 0
      return isTaken ? Int32(place) : nil
    }
  }
}

extension [Int] {
  /// How many of `places`, which ascend, lie in each piece of these lengths; pieces without any are left out.
  func counting(_ places: [Int32]) -> [Int] {
    var counts: [Int] = []
    var (end, next) = (0, 0)
    for length in self {
      end += length
      let first = next
      while next < places.count, places[next] < end { next += 1 }
      if next > first { counts.append(next - first) }
    }
    return counts
  }
}
