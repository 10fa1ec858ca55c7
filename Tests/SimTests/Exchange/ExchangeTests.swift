import Plain
import Testing
import Transformer

@testable import Sim

struct ExchangeTests {
  /// Pairs on query and value in every layer, and a head.
  private func layout(layers: Int, width: Int, rank: Int, head: Int = 0) -> ParameterLayout {
    var layout = ParameterLayout()
    for layer in 0..<layers {
      for site in ["query", "value"] {
        layout.append(
          ParameterSegment(
            name: "\(layer).\(site).A", layer: layer, module: site, role: .loraA, rows: rank,
            columns: width, start: .zeros))
        layout.append(
          ParameterSegment(
            name: "\(layer).\(site).B", layer: layer, module: site, role: .loraB, rows: width,
            columns: rank, start: .zeros))
      }
    }
    if head > 0 {
      layout.append(
        ParameterSegment(
          name: "head", layer: nil, module: "head", role: .head, rows: 1, columns: head,
          start: .zeros))
    }
    return layout
  }

  private func globalLayers(head: String = "shared") -> GlobalLayers {
    var settings = Settings()
    settings.head = head
    return GlobalLayers(settings)
  }

  @Test func bytesOfRoBERTaLarge() {
    let layout = layout(layers: 24, width: 1024, rank: 8)
    let all = EverythingTravels().travelling(layout, gal: [], round: 1)
    #expect(ByteCount.parameters(all) == 3_145_728)
    for (count, bytes) in [(12, 1_572_864), (6, 786_432), (0, 0)] {
      let some = globalLayers().travelling(layout, gal: Set(0..<count), round: 1)
      #expect(ByteCount.parameters(some) == bytes)
    }
    #expect(ByteCount.scoresUp(layers: 24) == 4 * 26)
    #expect(ByteCount.layersDown(layers: 24) == 3)
    #expect(ByteCount.layersDown(layers: 25) == 4)
  }

  @Test(arguments: ["shared", "personal", "frozen"], [[], [0], [1, 3], [0, 1, 2, 3]] as [[Int]])
  func whatTravelsAndWhatStaysIsEverything(head: String, gal: [Int]) {
    let layout = layout(layers: 4, width: 6, rank: 2, head: 5)
    let exchange = globalLayers(head: head)
    let travelling = exchange.travelling(layout, gal: Set(gal), round: 3)
    let personal = exchange.personal(layout, gal: Set(gal))
    #expect((travelling + personal).flatMap(Array.init).sorted() == Array(0..<layout.count))
    let expected = gal.count * 2 * 2 * 2 * 6 + (head == "personal" ? 0 : 5)
    #expect(travelling.valueCount == expected)
  }

  @Test func everythingTravelsInOnePiece() {
    let layout = layout(layers: 3, width: 4, rank: 1, head: 2)
    #expect(EverythingTravels().travelling(layout, gal: [], round: 1) == [0..<layout.count])
    #expect(EverythingTravels().personal(layout, gal: []).isEmpty)
    #expect(EverythingTravels().layerCount == nil)
  }

  @Test func theMeanIsWeightedBySamples() {
    var server: [Float] = [9, 9]
    let updates = [
      ClientUpdate(client: 0, parameters: [0, 8], samples: 1),
      ClientUpdate(client: 1, parameters: [4, 8], samples: 3),
    ]
    EverythingTravels().merge(updates, ranges: [0..<2], into: &server)
    #expect(server == [3, 8])
  }

  @Test func onlyTravellingRangesAreMerged() {
    var server: [Float] = [1, 2, 3, 4]
    let update = ClientUpdate(client: 0, parameters: [5, 6, 7, 8], samples: 2)
    EverythingTravels().merge([update], ranges: [0..<1, 2..<3], into: &server)
    #expect(server == [5, 2, 7, 4])
  }

  @Test func withoutUpdatesTheServerStays() {
    var server: [Float] = [1, 2]
    EverythingTravels().merge([], ranges: [0..<2], into: &server)
    #expect(server == [1, 2])
  }

  @Test func oneClientIsTakenAsItIs() {
    var random = CounterRandom(seed: 5, purpose: .samples)
    let values = (0..<100).map { _ in Float(random.normal()) }
    var server = [Float](repeating: 0, count: 100)
    EverythingTravels().merge(
      [ClientUpdate(client: 0, parameters: values, samples: 7)], ranges: [0..<100], into: &server)
    #expect(server == values)
  }

  @Test func theOrderOfClientsChangesNothingBeyondRounding() {
    var random = CounterRandom(seed: 6, purpose: .samples)
    var updates = (0..<9).map { client in
      ClientUpdate(
        client: client, parameters: (0..<50).map { _ in Float(random.normal()) },
        samples: 1 + random.below(30))
    }
    var first = [Float](repeating: 0, count: 50)
    var second = first
    EverythingTravels().merge(updates, ranges: [0..<50], into: &first)
    random.shuffle(&updates)
    EverythingTravels().merge(updates, ranges: [0..<50], into: &second)
    #expect(agree(first.map(Double.init), second.map(Double.init), 1e-7))
  }

  @Test func gatheredValuesScatterBack() {
    let ranges = [1..<3, 5..<6]
    let values: [Float] = [0, 1, 2, 3, 4, 5, 6]
    #expect(values.gathered(ranges) == [1, 2, 5])
    var target = [Float](repeating: -1, count: 7)
    target.scatter([1, 2, 5], into: ranges)
    #expect(target == [-1, 1, 2, -1, -1, 5, -1])
  }
}
