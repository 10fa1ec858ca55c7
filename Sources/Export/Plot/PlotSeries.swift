import Metrics

/// What of a run can be plotted.
public enum PlotSeries: String, CaseIterable, Sendable {
  /// Mean training loss, and loss on the test splits.
  case loss
  /// Personalised and global accuracy, or what answers are judged by in its place, and that of always answering the commonest label.
  case accuracy
  /// Bytes sent so far, in both directions, and what sending everything would have taken.
  case bytes
  /// Mean diagonal Fisher of each layer.
  case fisher

  /// Mean diagonal Fisher of each layer and module, as colours over rounds.
  case heatmap

  /// The plot of a run as a vector drawing, the text of an SVG file.
  public func svg(_ snapshot: RunSnapshot) -> String { plot(snapshot).svg }

  /// The plot of a run as a picture, the bytes of a PNG file.
  public func png(_ snapshot: RunSnapshot) -> [UInt8] { plot(snapshot).png }

  /// The plot of a run.
  func plot(_ snapshot: RunSnapshot) -> any Drawing {
    let run = snapshot.started.map { "\($0.run): \($0.method) on \($0.data)" } ?? "run"
    var plot = Plot(title: run, yLabel: "mean loss", lines: lines(snapshot))
    switch self {
    case .loss: break
    case .accuracy:
      plot.yLabel = snapshot.score.title
      plot.format = snapshot.score.text
    case .bytes:
      let unit = ByteUnit(plot.lines.flatMap(\.points).map(\.y).max() ?? 0)
      for index in plot.lines.indices {
        plot.lines[index].points = plot.lines[index].points.map {
          PlotPoint(x: $0.x, y: unit.scaled($0.y))
        }
      }
      (plot.yLabel, plot.format, plot.fromZero) = ("\(unit.name) so far", ByteUnit.text, true)
    case .fisher:
      plot.yLabel = "mean diagonal Fisher"
      plot.isLogarithmic = true
    case .heatmap: return HeatPlot(fisher: snapshot, title: run)
    }
    return plot
  }

  private func lines(_ snapshot: RunSnapshot) -> [Plot.Line] {
    switch self {
    case .loss:
      [
        line("training", snapshot) { $0.trainLoss }, line("test", snapshot) { $0.loss },
      ]
    case .accuracy: accuracy(snapshot)
    case .bytes: bytes(snapshot)
    case .fisher: fisher(snapshot)
    case .heatmap: []
    }
  }

  private func accuracy(_ snapshot: RunSnapshot) -> [Plot.Line] {
    let score = snapshot.score
    var personal = line("personalised", snapshot) { score.value(of: $0) }
    if let start = snapshot.initialisation.flatMap({ score.value(of: $0) }) {
      personal.points.insert(PlotPoint(x: 0, y: start), at: 0)
    }
    let started = snapshot.started
    return [
      personal, line("global", snapshot) { score.global(of: $0) },
      line("majority class", snapshot) { _ in started?.majorityAccuracy },
      line("own majority class", snapshot) { _ in started?.majorityPersonal },
    ]
    .filter { !$0.points.isEmpty }
  }

  private func bytes(_ snapshot: RunSnapshot) -> [Plot.Line] {
    let spent = Dictionary(
      zip(snapshot.rounds.map(\.round), snapshot.spent), uniquingKeysWith: { $1 })
    return [
      line("up", snapshot) { round in spent[round.round].map { Double($0.bytesUp) } },
      line("down", snapshot) { round in spent[round.round].map { Double($0.bytesDown) } },
    ]
  }

  private func fisher(_ snapshot: RunSnapshot) -> [Plot.Line] {
    let layers = snapshot.rounds.map(\.fisher.count).max() ?? 0
    return (0..<layers).map { layer in
      line("layer \(layer)", snapshot) { round in
        guard round.fisher.indices.contains(layer), !round.fisher[layer].isEmpty else { return nil }
        let row = round.fisher[layer]
        return row.reduce(0, +) / Double(row.count)
      }
    }
  }

  private func line(
    _ name: String, _ snapshot: RunSnapshot, value: (RoundReport) -> Double?
  ) -> Plot.Line {
    Plot.Line(
      name: name,
      points: snapshot.rounds.compactMap { round in
        guard let value = value(round), value.isFinite else { return nil }
        return PlotPoint(x: Double(round.round), y: value)
      })
  }
}
