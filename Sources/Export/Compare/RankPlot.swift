import Metrics
import Plain

/// A critical difference diagram (Demšar 2006): average ranks on a line, bars over those that are not told apart.
struct RankPlot: Drawing {
  /// What is shown.
  var title: String
  /// The ranks.
  var ranking: Comparison.Ranking

  private static let letter = 12.0
  private static let line = 28.0
  private let axis = 120.0

  var width: Double { max(Plot.width, 2 * left + 460) }
  var height: Double { max(Plot.height, below + Self.line * Double(half + 1)) }

  /// Where ranks begin: the names are beside them.
  private var left: Double {
    Double(labels.map(\.count).max() ?? 0) * Self.letter + 30
  }
  private var right: Double { width - left }
  /// Where names begin: below the bars.
  private var below: Double { axis + 14 + 11 * Double(ranking.cliques.count) }
  /// Names on the left.
  private var half: Int { (ranking.labels.count + 1) / 2 }
  private var labels: [String] {
    zip(ranking.labels, ranking.average.ranks).map { label, rank in
      "\(excerpt(label)) \(Units.fixed(rank, 2))"
    }
  }

  func draw(on canvas: inout some PlotCanvas) {
    let average = ranking.average
    let worst = Double(ranking.labels.count)
    func place(_ rank: Double) -> Double { left + (rank - 1) / (worst - 1) * (right - left) }
    canvas.text(
      "\(title) · Friedman p = \(Units.significant(average.p))", at: PlotPoint(x: 110, y: 28),
      anchor: .start, color: .ink)
    canvas.line(
      [PlotPoint(x: left, y: axis), PlotPoint(x: right, y: axis)], color: .ink, width: 1.5)
    let every = max(1, Int(worst / 12))
    for rank in stride(from: 1, through: ranking.labels.count, by: every) {
      let x = place(Double(rank))
      canvas.line([PlotPoint(x: x, y: axis - 6), PlotPoint(x: x, y: axis)], color: .ink, width: 1)
      canvas.text(
        "\(rank)", at: PlotPoint(x: x, y: axis - 12), anchor: .middle, color: .ink)
    }
    drawCriticalDifference(place(1), to: place(1 + average.criticalDifference), on: &canvas)
    drawCliques(place, on: &canvas)
    drawNames(place, on: &canvas)
  }

  private func drawCriticalDifference(
    _ from: Double, to: Double, on canvas: inout some PlotCanvas
  ) {
    let end = min(to, width - 20)
    canvas.line([PlotPoint(x: from, y: 80), PlotPoint(x: end, y: 80)], color: .ink, width: 2.5)
    for x in [from, end] {
      canvas.line([PlotPoint(x: x, y: 75), PlotPoint(x: x, y: 85)], color: .ink, width: 1.5)
    }
    canvas.text(
      "critical difference \(Units.fixed(ranking.average.criticalDifference, 2))",
      at: PlotPoint(x: from, y: 70), anchor: .start, color: .ink)
  }

  /// Bars over ranks that are not told apart.
  private func drawCliques(_ place: (Double) -> Double, on canvas: inout some PlotCanvas) {
    let ranks = ranking.average.ranks
    for (index, clique) in ranking.cliques.enumerated() {
      let height = axis + 14 + 11 * Double(index)
      canvas.line(
        [
          PlotPoint(x: place(ranks[clique.lowerBound]) - 4, y: height),
          PlotPoint(x: place(ranks[clique.upperBound]) + 4, y: height),
        ], color: .series(0), width: 5)
    }
  }

  /// Names at the sides, the better half on the left, each tied to its rank.
  private func drawNames(_ place: (Double) -> Double, on canvas: inout some PlotCanvas) {
    for (index, (label, rank)) in zip(labels, ranking.average.ranks).enumerated() {
      let isLeft = index < half
      let line = isLeft ? index : ranking.labels.count - 1 - index
      let y = below + 16 + Double(line) * Self.line
      let edge = isLeft ? left - 10 : right + 10
      canvas.line(
        [
          PlotPoint(x: place(rank), y: axis), PlotPoint(x: place(rank), y: y),
          PlotPoint(x: edge, y: y),
        ], color: .ink, width: 1)
      canvas.text(
        label, at: PlotPoint(x: isLeft ? edge - 6 : edge + 6, y: y + 6),
        anchor: isLeft ? .end : .start, color: .ink)
    }
  }
}
