import Foundation
import Metrics
import Plain

/// A heatmap over rounds: a row a layer and module, a column a round, colours on a logarithmic scale.
struct HeatPlot: Drawing {
  /// What is shown, of which run.
  var title: String
  /// What a colour measures.
  var measure: String
  /// Names of the rows, from the top.
  var rows: [String]
  /// Rounds of the columns, ascending.
  var rounds: [Int]
  /// A value a row and column; nil, zero or not finite where nothing was measured.
  var values: [[Double?]]

  func draw(on canvas: inout some PlotCanvas) {
    let shown = values.joined().compactMap(Self.exponent)
    let scale = (shown.min() ?? 0)...(shown.max() ?? 0)
    let area = Area(rows: rows.count, columns: rounds.count)
    canvas.text(title, at: PlotPoint(x: 110, y: 28), anchor: .start, color: .ink)
    canvas.text(measure, at: PlotPoint(x: 110, y: 54), anchor: .start, color: .ink)
    for (row, line) in values.enumerated() {
      for (column, value) in line.enumerated() {
        let color = Self.exponent(value).map { Self.color($0, on: scale) } ?? .faint
        let (from, to) = area.cell(row, column)
        canvas.rectangle(from: from, to: to, color: color)
      }
    }
    drawNames(area, on: &canvas)
    if !shown.isEmpty { drawScale(scale, area, on: &canvas) }
  }

  /// Where a value stands on the scale; nil when it has no place there.
  private static func exponent(_ value: Double?) -> Double? {
    guard let value, value.isFinite, value > 0 else { return nil }
    return log10(value)
  }

  /// From dark to light, so that it reads without colours too (five stops of viridis, Smith and van der Walt 2015).
  private static func color(_ exponent: Double, on scale: ClosedRange<Double>) -> RGB {
    let span = scale.upperBound - scale.lowerBound
    let share = span > 0 ? (exponent - scale.lowerBound) / span : 1
    let stops: [UInt32] = [0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725]
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    return RGB(hex: stops[lower])
      .mixed(with: RGB(hex: stops[lower + 1]), share: place - Double(lower))
  }

  private func drawNames(_ area: Area, on canvas: inout some PlotCanvas) {
    // As many as have room beneath each other.
    let every = max(1, Int((20 / area.height).rounded(.up)))
    for (row, name) in rows.enumerated() where row % every == 0 {
      let middle = area.top + (Double(row) + 0.5) * area.height
      canvas.text(
        name, at: PlotPoint(x: area.left - 10, y: middle + 6), anchor: .end, color: .ink)
    }
    for tick in PlotAxis(rounds.map(Double.init), wholeNumbers: true).ticks {
      guard let round = Int(exactly: tick.rounded()),
        let column = rounds.firstIndex(of: round)
      else { continue }
      let middle = area.left + (Double(column) + 0.5) * area.width
      canvas.text(
        Units.fixed(tick, 0), at: PlotPoint(x: middle, y: area.bottom + 26), anchor: .middle,
        color: .ink)
    }
    canvas.text(
      "round", at: PlotPoint(x: area.right, y: Plot.height - 14), anchor: .end, color: .ink)
  }

  private func drawScale(
    _ scale: ClosedRange<Double>, _ area: Area, on canvas: inout some PlotCanvas
  ) {
    let steps = 64
    let (left, height) = (area.right + 16, (area.bottom - area.top) / Double(steps))
    for step in 0..<steps {
      let share = (Double(step) + 0.5) / Double(steps)
      let exponent = scale.lowerBound + share * (scale.upperBound - scale.lowerBound)
      let bottom = area.bottom - Double(step) * height
      canvas.rectangle(
        from: PlotPoint(x: left, y: bottom - height), to: PlotPoint(x: left + 20, y: bottom),
        color: Self.color(exponent, on: scale))
    }
    for (exponent, y) in [(scale.upperBound, area.top + 12), (scale.lowerBound, area.bottom)] {
      canvas.text(
        Units.significant(pow(10, exponent)), at: PlotPoint(x: left + 28, y: y), anchor: .start,
        color: .ink)
    }
  }
}

extension HeatPlot {
  /// The Fisher information of every layer and module, with that of the initialisation as round 0.
  init(fisher snapshot: RunSnapshot, title: String) {
    var columns = snapshot.rounds.map { (round: $0.round, fisher: $0.fisher) }
    if let start = snapshot.initialisation?.fisher, !start.isEmpty {
      columns.insert((0, start), at: 0)
    }
    let layers = columns.map(\.fisher.count).max() ?? 0
    let width = columns.flatMap(\.fisher).map(\.count).max() ?? 0
    let modules = snapshot.started?.model.modules ?? []
    self.init(
      title: title, measure: "mean diagonal Fisher", rows: [], rounds: columns.map(\.round),
      values: [])
    for layer in 0..<layers {
      for module in 0..<width {
        let name = modules.indices.contains(module) ? modules[module] : "module \(module)"
        rows.append("L\(layer) \(name)")
        values.append(
          columns.map { column in
            guard column.fisher.indices.contains(layer),
              column.fisher[layer].indices.contains(module)
            else { return nil }
            return column.fisher[layer][module]
          })
      }
    }
  }

  /// The rectangle of all cells.
  private struct Area {
    let left = 150.0
    let top = 70.0
    let right = Plot.width - 150
    let bottom = Plot.height - 60
    /// Of one cell.
    let width, height: Double

    init(rows: Int, columns: Int) {
      width = (right - left) / Double(max(1, columns))
      height = (bottom - top) / Double(max(1, rows))
    }

    func cell(_ row: Int, _ column: Int) -> (from: PlotPoint, to: PlotPoint) {
      // Neighbours compute the corner they share in the same way, so that no gap is rounded open.
      func corner(_ row: Int, _ column: Int) -> PlotPoint {
        PlotPoint(x: left + Double(column) * width, y: top + Double(row) * height)
      }
      return (corner(row, column), corner(row + 1, column + 1))
    }
  }
}
