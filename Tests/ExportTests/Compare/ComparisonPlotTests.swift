import Foundation
import Host
import Metrics
import Plain
import Testing

@testable import Export

@Suite struct ComparisonPlotTests {
  /// Two methods, two seeds, three rounds.
  private static var runs: [RunResult] {
    (1...2).flatMap { seed -> [RunResult] in
      let gain = 0.1 * Double(seed)
      return [
        .sample("a\(seed)", seed: UInt64(seed), accuracies: [0.1 + gain, nil, 0.3 + gain]),
        .sample(
          "p\(seed)", method: "fedprox", seed: UInt64(seed), accuracies: [0.2, 0.3, 0.4 + gain]),
      ]
    }
  }

  @Test("A curve is the mean over seeds in a band from least to most, by rounds, bytes or time")
  func curves() throws {
    let comparison = Comparison(Self.runs)
    for (kind, across) in [
      (ComparisonPlot.curves, [1.0, 3]), (.bytes, [40, 100]), (.time, [3, 7]),
    ] {
      let plot = try #require(try kind.drawing(comparison) as? Plot)
      #expect(plot.lines.map(\.name) == ["fedprox", "fedavg-lora"])
      let line = plot.lines[1]
      #expect(line.points.map(\.x) == across)
      #expect(zip(line.points, [0.25, 0.45]).allSatisfy { abs($0.y - $1) < 1e-12 })
      #expect(line.band.map(\.low) == [0.1 + 0.1, 0.3 + 0.1])
      #expect(line.band.map(\.high) == [0.1 + 0.2, 0.3 + 0.2])
      #expect(plot.svg.components(separatedBy: "<polygon").count == 3)
    }
  }

  @Test("A row has one colour in all plots, whichever is the best")
  func colours() throws {
    for (accuracy, best) in [(0.2, "fedprox"), (0.6, "fedavg-lora")] {
      let comparison = Comparison([
        .sample("a", accuracies: [accuracy]),
        .sample("p", method: "fedprox", accuracies: [0.4]),
      ])
      #expect(comparison.tables[0].rows[0].label == best)
      let plot = try #require(try ComparisonPlot.curves.drawing(comparison) as? Plot)
      let colors = Dictionary(uniqueKeysWithValues: plot.lines.map { ($0.name, $0.color) })
      #expect(colors == ["fedavg-lora": 0, "fedprox": 1])
      let dots = try ComparisonPlot.pareto.drawing(comparison).svg.components(
        separatedBy: "<circle")
      // The best row comes first, in its own colour, and again in the legend.
      let color = best == "fedprox" ? "#d55e00" : "#0072b2"
      #expect(dots[1].contains(color), "\(dots[1])")
    }
  }

  @Test("Twenty curves are drawn of more, which is said, and bands of few alone")
  func many() throws {
    let runs = (0..<24).flatMap { rank in
      Self.runs.prefix(3).filter { $0.method == "fedavg-lora" }.map { run in
        var run = run
        run.settings["lora.rank"] = .integer(rank + 1)
        return run
      }
    }
    let plot = try #require(try ComparisonPlot.curves.drawing(Comparison(runs)) as? Plot)
    #expect(plot.lines.count == 20 && plot.yLabel == "accuracy, the best 20 of 24")
    #expect(plot.lines.allSatisfy { $0.band.isEmpty })
  }

  @Test("A diagram of many ranks is as large as its names need")
  func manyRanks() throws {
    let runs = (0..<60).flatMap { rank in
      [0.1, 0.2].map { (alpha: Double) -> RunResult in
        let accuracy = (Double(rank) + alpha) / 61
        return RunResult.sample(
          "\(rank) \(alpha)", accuracies: [accuracy],
          settings: [
            "federation.alpha": .number(alpha), "lora.rank": .integer(rank + 1),
          ])
      }
    }
    let drawing = try ComparisonPlot.ranks.drawing(Comparison(runs))
    #expect(drawing.height > 28 * 30 && drawing.width > Plot.width)
    #expect(drawing.svg.contains("viewBox=\"0 0 \(Units.fixed(drawing.width, 2))"))
    let elements = drawing.svg.components(separatedBy: "<text x=\"").dropFirst()
    let places = elements.compactMap { Double($0.prefix { $0 != "\"" }) }
    #expect(places.count > 60 && places.allSatisfy { (0...drawing.width).contains($0) })
  }

  @Test("The dots of a front are filled, others have a hole")
  func pareto() throws {
    let drawing = try ComparisonPlot.pareto.drawing(Comparison(Self.runs))
    // Both cost the same: one dot has a hole, beside that of the legend.
    #expect(drawing.svg.components(separatedBy: "<circle").count - 1 == 2 * 2 + 2)
  }

  @Test("Ranks want two tables; curves want one, and say how to choose")
  func refusals() throws {
    let one = Comparison(Self.runs)
    #expect(throws: Failure.self) { try ComparisonPlot.ranks.drawing(one) }
    var others = Self.runs
    for index in others.indices {
      others[index].settings["federation.alpha"] = .number(0.1)
    }
    // The same values: one experiment under two conditions, which is ranked once, that is not at all.
    let same = Comparison(Self.runs + others)
    #expect(throws: Failure.self) { try ComparisonPlot.ranks.drawing(same) }
    #expect(same.ranking == nil)
    for index in others.indices {
      var run = RunResult.sample(
        others[index].run, method: others[index].method, seed: others[index].seed,
        accuracies: others[index].method == "fedprox" ? [0.6, 0.7, 0.8] : [0.2, 0.3, 0.4])
      run.settings = others[index].settings
      others[index] = run
    }
    let two = Comparison(Self.runs + others)
    let failure = #expect(throws: Failure.self) { try ComparisonPlot.curves.drawing(two) }
    #expect(failure?.message?.contains("--table (1, 2)") == true)
    let diagram = try ComparisonPlot.ranks.drawing(two).svg
    for label in ["fedprox 1.00", "fedavg-lora 2.00", "critical difference"] {
      #expect(diagram.contains(label))
    }
    #expect(two.table(2)?.tables.map(\.number) == [2])
    #expect(throws: Failure.self) { try ComparisonPlot.curves.drawing(Comparison([])) }
  }

  @Test("An area is what lies inside of its corners, and lets half of the ground through")
  func area() {
    var canvas = PixelCanvas(width: 20, height: 20)
    let corners = [(4, 4), (12, 4), (12, 10), (4, 10)].map {
      PlotPoint(x: Double($0.0), y: Double($0.1))
    }
    canvas.area(corners, color: RGB(hex: 0), share: 0.5)
    let dark = canvas.pixels.indices.filter { canvas.pixels[$0] != 255 }
    #expect(dark.count == 3 * 8 * 6 && dark.allSatisfy { canvas.pixels[$0] == 128 })
    // What reaches over the edge, or is none, is cut.
    canvas.area(
      [PlotPoint(x: -5, y: -5), PlotPoint(x: 90, y: -5), PlotPoint(x: 9, y: 90)],
      color: RGB(hex: 0), share: 1)
    canvas.area([], color: RGB(hex: 0), share: 1)
  }
}
