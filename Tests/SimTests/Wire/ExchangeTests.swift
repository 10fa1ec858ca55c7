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

  private func globalLayers(head: HeadChoice = .shared) -> GlobalLayers {
    var settings = Settings()
    settings.head = head
    return GlobalLayers(settings)
  }

  @Test func bytesOfRoBERTaLarge() {
    let layout = layout(layers: 24, width: 1024, rank: 8)
    func bytes(_ ranges: [Range<Int>]) -> Int {
      var message = Message()
      message.add(Message.parameters, [Float](repeating: 1, count: ranges.valueCount))
      #expect(message.bytes == message.encoded.count)
      return message.bytes
    }
    let all = EverythingTravels(Settings()).travelling(layout, global: [], round: 1)
    #expect(bytes(all) == 3_145_728)
    for (count, expected) in [(12, 1_572_864), (6, 786_432), (0, 0)] {
      #expect(
        bytes(globalLayers().travelling(layout, global: Set(0..<count), round: 1)) == expected)
    }
  }

  @Test(arguments: HeadChoice.allCases, [[], [0], [1, 3], [0, 1, 2, 3]] as [[Int]])
  func whatTravelsAndWhatStaysIsEverything(head: HeadChoice, gal: [Int]) {
    let layout = layout(layers: 4, width: 6, rank: 2, head: 5)
    let exchange = globalLayers(head: head)
    let travelling = exchange.travelling(layout, global: Set(gal), round: 3)
    let personal = exchange.personal(layout, global: Set(gal))
    #expect((travelling + personal).flatMap(Array.init).sorted() == Array(0..<layout.count))
    let expected = gal.count * 2 * 2 * 2 * 6 + (head == .personal ? 0 : 5)
    #expect(travelling.valueCount == expected)
  }

  @Test func everythingTravelsInOnePiece() {
    let layout = layout(layers: 3, width: 4, rank: 1, head: 2)
    #expect(
      EverythingTravels(Settings()).travelling(layout, global: [], round: 1) == [0..<layout.count])
    #expect(EverythingTravels(Settings()).personal(layout, global: []).isEmpty)
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
