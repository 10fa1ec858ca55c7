import Testing
import Transformer

@testable import Sim

struct FisherHeatTests {
  private var layout: ParameterLayout {
    var layout = ParameterLayout()
    for (layer, module, count) in [(0, "query", 2), (0, "value", 4), (1, "query", 2)] {
      layout.append(
        ParameterSegment(
          name: "\(layer).\(module)", layer: layer, module: module, role: .loraA, rows: 1,
          columns: count, start: .zeros))
    }
    layout.append(
      ParameterSegment(
        name: "head", layer: nil, module: "head", role: .head, rows: 1, columns: 2, start: .zeros))
    return layout
  }

  private let diagonal: [Float] = [1, 3, 2, 2, 4, 4, 10, 30, 99, 99]

  @Test func meansAreByLayerAndModule() {
    var heat = FisherHeat()
    heat.add(diagonal, layout)
    #expect(FisherHeat.modules(layout) == ["query", "value"])
    #expect(heat.modules == ["query", "value"])
    #expect(heat.means() == [[2, 3], [20, 0]])
    #expect(heat.means(samples: 2) == [[1, 1.5], [10, 0]])
  }

  @Test func clientsAreAveraged() {
    var (first, second, all) = (FisherHeat(), FisherHeat(), FisherHeat())
    first.add(diagonal, layout)
    second.add(diagonal.map { 3 * $0 }, layout)
    all.merge(FisherHeat())
    all.merge(first)
    all.merge(second)
    #expect(all.means() == [[4, 6], [40, 0]])
  }

  @Test func layerMeansSkipTheHead() {
    #expect(FisherHeat.layerMeans(diagonal, layout, layers: 3) == [16.0 / 6, 20, 0])
    #expect(FisherHeat.layerMeans([], layout, layers: 2) == [0, 0])
    #expect(FisherHeat().means().isEmpty)
  }
}
