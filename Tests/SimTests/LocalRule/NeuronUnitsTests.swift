import Plain
import Testing
import Transformer

@testable import Sim

struct NeuronUnitsTests {
  /// Segments of these (role, layer, rows, columns).
  private func layout(
    _ segments: [(ParameterSegment.Role, Int?, Int, Int)]
  ) -> ParameterLayout {
    var layout = ParameterLayout()
    for (role, layer, rows, columns) in segments {
      layout.append(
        ParameterSegment(
          name: "\(role)", layer: layer, module: "query", role: role, rows: rows, columns: columns,
          start: .zeros))
    }
    return layout
  }

  /// The toy's A [2, 3] and B [2, 2].
  private var toy: ParameterLayout { layout([(.loraA, 0, 2, 3), (.loraB, 0, 2, 2)]) }

  @Test func rowSumsOfTheToysFisher() throws {
    let fisher = try Golden.load().fisher
    let units = NeuronUnits(toy, grouping: .rows) { _ in true }
    let sums = units.sums(of: fisher.diagonal.map(Float.init)).map(Double.init)
    #expect(agree(sums, fisher.rowSumsA + fisher.rowSumsB, 1e-6))
    #expect(abs(sums.reduce(0, +) - fisher.meanTrace) < 1e-5, "the trace is the sum of all rows")
    #expect(abs(fisher.meanTrace - fisher.squaredNormOfMean) > 0.5, "and not the norm of the mean")
  }

  @Test func unitsLieWhereTheirRowsLie() {
    let rows = NeuronUnits(toy, grouping: .rows) { _ in true }
    #expect(rows.units.map(\.range) == [0..<3, 3..<6, 6..<8, 8..<10])
    #expect(rows.units.map(\.matrix) == [0, 0, 1, 1])
    let output = NeuronUnits(toy, grouping: .output) { _ in true }
    #expect(output.units.map(\.range) == [6..<8, 8..<10])
    let entries = NeuronUnits(toy, grouping: .entry) { _ in true }
    #expect(entries.units.map(\.range) == (0..<10).map { $0..<$0 + 1 })
  }

  @Test func exactlyTheTopRowsOfEachMatrixAreKept() {
    var random = CounterRandom(seed: 12, purpose: .samples)
    for rows in 1...9 {
      let layout = layout([(.loraA, 0, rows, 4), (.loraB, 0, rows + 2, rows)])
      let units = NeuronUnits(layout, grouping: .rows) { _ in true }
      for step in 1...20 {
        let fraction = Double(step) / 20
        let scores = units.units.map { _ in Float(random.uniform()) }
        let kept = units.kept(scores: scores, fraction: fraction)
        for (matrix, size) in [(0, rows), (1, rows + 2)] {
          let members = units.units.indices.filter { units.units[$0].matrix == matrix }
          let wanted = max(1, (size * step + 19) / 20)
          let live = members.filter { kept[$0] }
          #expect(live.count == wanted, "\(step)/20 of \(size) rows")
          let worst = live.map { scores[$0] }.min() ?? 0
          let best = members.filter { !kept[$0] }.map { scores[$0] }.max() ?? 0
          #expect(worst >= best)
        }
      }
    }
  }

  @Test func tiesGoToTheLowerIndex() {
    let units = NeuronUnits(layout([(.loraA, 0, 5, 2)]), grouping: .rows) { _ in true }
    #expect(
      units.kept(scores: [1, 1, 1, 1, 1], fraction: 0.5) == [true, true, true, false, false])
    #expect(
      units.kept(scores: [0, 2, 1, 2, 1], fraction: 0.6) == [false, true, true, true, false])
  }

  @Test func liveRangesAreEverythingButWhatIsNotKept() {
    let layout = layout([(.loraA, 0, 2, 3), (.head, nil, 1, 4), (.loraB, 1, 2, 2)])
    let units = NeuronUnits(layout, grouping: .rows) { $0.layer != nil }
    #expect(units.live([true, true, true, true]) == [0..<14])
    #expect(units.live([false, true, true, false]) == [3..<12])
    #expect(units.live([false, false, false, false]) == [6..<10], "the head is no unit")
    #expect(units.live([true, false, true, true]) == [0..<3, 6..<14])
  }

  @Test(arguments: [0.1, 0.5, 0.75])
  func maskedRowsAreBitIdenticalAfterTraining(fraction: Double) {
    let layout = layout([(.loraA, 0, 4, 8), (.loraB, 0, 8, 4), (.loraA, 1, 4, 8)])
    let units = NeuronUnits(layout, grouping: .rows) { $0.layer == 0 }
    var random = CounterRandom(seed: 13, purpose: .samples)
    func vector() -> [Float] { (0..<layout.count).map { _ in Float(random.normal()) } }
    let optimizer = Optimizer(
      OptimizerSettings(kind: .adamW, learningRate: 0.1, weightDecay: 0.5, clipNorm: 1))
    var parameters = vector()
    var state = OptimizerState(count: layout.count)
    for _ in 0..<3 {
      optimizer.update(
        &parameters, gradient: vector(), state: &state, live: [0..<layout.count],
        learningRate: 0.1)
    }
    let kept = units.kept(scores: units.sums(of: vector().map { $0 * $0 }), fraction: fraction)
    let live = units.live(kept)
    let (before, moments) = (parameters, state)
    for _ in 0..<5 {
      optimizer.update(
        &parameters, gradient: vector(), state: &state, live: live, learningRate: 0.1)
    }
    let isLive = (0..<layout.count).map { index in live.contains { $0.contains(index) } }
    for index in 0..<layout.count {
      #expect((parameters[index].bitPattern != before[index].bitPattern) == isLive[index])
      #expect((state.first[index].bitPattern == moments.first[index].bitPattern) == !isLive[index])
      #expect((state.second[index] == moments.second[index]) == !isLive[index])
    }
    #expect((64..<96).allSatisfy { isLive[$0] }, "the other layer is dense")
  }

  @Test func everythingKeptIsDenseTrainingBitForBit() {
    let layout = layout([(.loraA, 0, 4, 8), (.loraB, 0, 8, 4)])
    let units = NeuronUnits(layout, grouping: .rows) { _ in true }
    let live = units.live(
      units.kept(scores: [Float](repeating: 0, count: units.units.count), fraction: 1))
    #expect(live == [0..<layout.count])
  }
}
