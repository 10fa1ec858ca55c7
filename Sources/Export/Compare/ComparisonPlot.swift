import Host
import Metrics

/// What of a comparison can be plotted.
public enum ComparisonPlot: String, CaseIterable, Sendable {
  /// The metric by round: the mean over seeds, in a band from the least to the most.
  case curves
  /// The same by bytes sent until then, in both directions.
  case bytes
  /// The same by virtual time.
  case time
  /// The metric against bytes, a dot a row, filled where no other row beats it.
  case pareto
  /// Average ranks over tables, with bars over those that are not told apart.
  case ranks

  /// The plot as a vector drawing, the text of an SVG file.
  /// - Throws: a usage `Failure` when there is nothing such to draw.
  public func svg(_ comparison: Comparison) throws(Failure) -> String {
    try drawing(comparison).svg
  }

  /// The plot as a picture, the bytes of a PNG file.
  /// - Throws: a usage `Failure` when there is nothing such to draw.
  public func png(_ comparison: Comparison) throws(Failure) -> [UInt8] {
    try drawing(comparison).png
  }

  /// Most curves or dots that can be told apart, and named beside them.
  static let mostRows = 20
  /// Most bands that leave the curves to be seen.
  static let mostBands = 8

  func drawing(_ comparison: Comparison) throws(Failure) -> any Drawing {
    if self == .ranks {
      guard let ranking = comparison.ranking else {
        throw Failure("--plot-kind ranks: needs two tables with two rows in common", .usage)
      }
      return RankPlot(
        title: "average ranks in \(comparison.metric.title) over \(ranking.tables) tables",
        ranking: ranking)
    }
    let tables = comparison.tables.filter { !$0.rows.isEmpty }
    guard let table = tables.first else {
      throw Failure("--plot: there is no finished run to draw", .usage)
    }
    guard tables.count == 1 else {
      let numbers = tables.map { String($0.number) }.joined(separator: ", ")
      throw Failure(
        "--plot-kind \(rawValue): draws one table: choose one with --table (\(numbers))", .usage)
    }
    let title = comparison.title(table, withSeeds: false)
    if self == .pareto { return ParetoPlot(title: title, table: table, metric: comparison.metric) }
    return plot(table, title, comparison.metric)
  }

  private func plot(_ table: ComparisonTable, _ title: String, _ metric: Metric) -> Plot {
    var rows = table.rows
    var note = ""
    if rows.count > Self.mostRows {
      note = ", the best \(Self.mostRows) of \(rows.count)"
      rows = Array(rows.prefix(Self.mostRows))
    }
    var plot = Plot(
      title: title, yLabel: metric.title + note, lines: rows.map { curve($0, metric) })
    if rows.count > Self.mostBands {
      for index in plot.lines.indices { plot.lines[index].band = [] }
    }
    plot.format = metric.text
    switch self {
    case .bytes:
      let unit = ByteUnit(plot.lines.flatMap(\.points).map(\.x).max() ?? 0)
      for index in plot.lines.indices {
        plot.lines[index].points = plot.lines[index].points.map {
          PlotPoint(x: unit.scaled($0.x), y: $0.y)
        }
      }
      plot.xLabel = "\(unit.name) in both directions"
      (plot.xFormat, plot.countsAcross) = (ByteUnit.text, false)
    case .time:
      (plot.xLabel, plot.xFormat, plot.countsAcross) = ("virtual time", Comparison.duration, false)
    case .curves, .pareto, .ranks: break
    }
    return plot
  }

  /// The mean over seeds at the rounds that all of them evaluated; by bytes or time at the mean of these, too.
  private func curve(_ row: ComparisonRow, _ metric: Metric) -> Plot.Line {
    let series = row.runs.map { run in
      Dictionary(run.curve.series(metric).map { (run.curve.rounds[$0.index], $0) }) { $1 }
    }
    var line = Plot.Line(name: row.label, points: [], color: row.color)
    for round in (series.first?.keys.sorted() ?? []) {
      let found = series.compactMap { $0[round] }
      let values = found.map(\.value).filter(\.isFinite)
      guard values.count == row.runs.count, let low = values.min(), let high = values.max() else {
        continue
      }
      let across = zip(row.runs, found).map { run, place -> Double in
        switch self {
        case .bytes: Double(run.curve.bytes(place.index))
        case .time: run.curve.simSeconds[place.index]
        case .curves, .pareto, .ranks: Double(round)
        }
      }
      line.points.append(PlotPoint(x: Spread(across).mean, y: Spread(values).mean))
      line.band.append((low, high))
    }
    if row.runs.count < 2 { line.band = [] }
    return line
  }
}
