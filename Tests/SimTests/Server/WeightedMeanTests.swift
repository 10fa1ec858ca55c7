import Plain
import Testing

@testable import Sim

struct WeightedMeanTests {
  private func update(_ client: Int, _ values: [Float], samples: Int) -> ClientUpdate {
    var message = Message()
    message.add(Message.parameters, values)
    return ClientUpdate(client: client, samples: samples, steps: 1, message: message)
  }

  private func merged(
    _ updates: [ClientUpdate], into parameters: [Float], _ ranges: [Range<Int>]
  ) -> [Float] {
    var server = ServerState(parameters: parameters)
    var mean = WeightedMean(of: Message.parameters, ranges: ranges)
    updates.forEach { mean.add($0) }
    mean.finish(&server)
    return server.parameters
  }

  @Test func itIsWeightedBySamples() {
    let updates = [update(0, [0, 8], samples: 1), update(1, [4, 8], samples: 3)]
    #expect(merged(updates, into: [9, 9], [0..<2]) == [3, 8])
  }

  @Test func onlyWhatTravelsIsMerged() {
    let one = update(0, [5, 7], samples: 2)
    #expect(merged([one], into: [1, 2, 3, 4], [0..<1, 2..<3]) == [5, 2, 7, 4])
  }

  @Test func withoutUpdatesTheServerStays() {
    #expect(merged([], into: [1, 2], [0..<2]) == [1, 2])
    #expect(merged([update(0, [7, 7], samples: 0)], into: [1, 2], [0..<2]) == [1, 2])
    #expect(merged([update(0, [7], samples: 3)], into: [1, 2], [0..<2]) == [1, 2])
  }

  @Test func oneClientIsTakenAsItIs() {
    var random = CounterRandom(seed: 5, purpose: .samples)
    let values = (0..<100).map { _ in Float(random.normal()) }
    let zero = [Float](repeating: 0, count: 100)
    #expect(merged([update(0, values, samples: 7)], into: zero, [0..<100]) == values)
  }

  @Test func theOrderOfClientsChangesNothingBeyondRounding() {
    var random = CounterRandom(seed: 6, purpose: .samples)
    var updates = (0..<9).map { client in
      update(
        client, (0..<50).map { _ in Float(random.normal()) }, samples: 1 + random.below(30))
    }
    let zero = [Float](repeating: 0, count: 50)
    let first = merged(updates, into: zero, [0..<50])
    random.shuffle(&updates)
    let second = merged(updates, into: zero, [0..<50])
    #expect(agree(first.map(Double.init), second.map(Double.init), 1e-7))
  }
}
