import Metrics

/// Loss and accuracy over rounds.
struct LearningPane: Pane {
  let kind = PaneKind.learning
  let isElastic = true

  func minimumRows(_ scene: Scene) -> Int { scene.rung >= .compact ? 6 : 3 }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    scene.rung >= .full ? 11 : 9
  }

  func note(_ scene: Scene) -> [Span] {
    guard let best = best(scene) else { return [] }
    return [
      Span("best ", .dim), Span(Units.percent(best.value), .series3),
      Span(" r\(best.round)", .dim),
    ]
  }

  func summary(_ scene: Scene) -> [Span] {
    let loss = Series.trainLoss(scene), accuracy = Series.accuracy(scene)
    return [
      Span("loss ", .dim), Span(text(loss.last), .series1), Span("  acc ", .dim),
      Span(percent(accuracy.last), .series3), Span("  global ", .dim),
      Span(percent(Series.global(scene).last), .series4),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    guard canvas.height >= 6 else { return strips(scene, into: &canvas) }
    let wide = canvas.width >= 110 && canvas.height < 30
    if wide {
      let half = canvas.width / 2
      let height = canvas.height
      canvas.within(Rect(x: 0, y: 0, width: half - 1, height: height)) {
        loss(scene, axis: true, into: &$0)
      }
      canvas.within(Rect(x: half + 1, y: 0, width: canvas.width - half - 1, height: height)) {
        accuracy(scene, axis: true, into: &$0)
      }
    } else {
      let upper = (canvas.height - 1) / 2
      let lower = canvas.height - upper
      canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: upper)) {
        loss(scene, axis: false, into: &$0)
      }
      canvas.within(Rect(x: 0, y: upper, width: canvas.width, height: lower)) {
        accuracy(scene, axis: true, into: &$0)
      }
    }
  }

  private func loss(_ scene: Scene, axis: Bool, into canvas: inout Canvas) {
    let train = Series.trainLoss(scene)
    let test = Series.testLoss(scene)
    let scale = ValueScale(train.finite)
    canvas.line(
      0,
      left: [
        Span(" loss ", .title), Span("train ", .dim), Span(text(train.last), .series1),
        Span("  test ", .dim), Span(text(test.last), .series2),
      ],
      right: scale.map {
        [Span("min \(Units.significant($0.low))  max \(Units.significant($0.high)) ", .dim)]
      } ?? [], yielding: true)
    let chart = LineChart(
      series: [
        ChartSeries(values: test.values, role: .series2, dotted: true),
        ChartSeries(values: train.values, role: .series1, gaps: true),
      ], span: scene.axisSpan
    ) { Units.significant($0) }
    draw(chart, scene, axis: axis, into: &canvas)
  }

  private func accuracy(_ scene: Scene, axis: Bool, into canvas: inout Canvas) {
    let personal = Series.accuracy(scene)
    let global = Series.global(scene)
    let majority = scene.snapshot.started?.majorityAccuracy
    canvas.line(
      0,
      left: [
        Span(" accuracy ", .title), Span("personal ", .dim), Span(percent(personal.last), .series3),
        Span("  global ", .dim), Span(percent(global.last), .series4),
      ],
      right: majority.map { [Span("majority \(percent($0)) ", .baseline)] } ?? [], yielding: true)
    let chart = LineChart(
      series: [
        ChartSeries(values: global.values, role: .series4, dotted: true),
        ChartSeries(values: personal.values, role: .series3),
      ], baseline: majority, span: scene.axisSpan
    ) { Units.fixed($0 * 100, 1) }
    draw(chart, scene, axis: axis, into: &canvas)
  }

  private func draw(
    _ chart: LineChart, _ scene: Scene, axis: Bool, into canvas: inout Canvas
  ) {
    let rows = canvas.height - 1 - (axis ? 1 : 0)
    canvas.within(Rect(x: 0, y: 1, width: canvas.width, height: rows)) { chart.draw(into: &$0) }
    if axis { scene.timeAxis.draw(into: &canvas, x: LineChart.gutter, y: canvas.height - 1) }
  }

  /// Three lines of bars, where there is no room for axes.
  private func strips(_ scene: Scene, into canvas: inout Canvas) {
    let lines: [(String, Series, Role, String)] = [
      ("loss", Series.trainLoss(scene), .series1, text(Series.trainLoss(scene).last)),
      ("acc", Series.accuracy(scene), .series3, percent(Series.accuracy(scene).last)),
      ("global", Series.global(scene), .series4, percent(Series.global(scene).last)),
    ]
    for (y, (name, series, role, value)) in lines.enumerated() {
      canvas.put(name, x: 1, y: y, .dim)
      canvas.put(Text.right(value, 7), x: 8, y: y, role)
      let width = canvas.width - 17
      let columns = downsample(series.finite, width: max(0, width)).map { $0?.maximum ?? .nan }
      canvas.bars(columns, role: role, x: 17, y: y, width: width)
    }
  }

  private func best(_ scene: Scene) -> (value: Double, round: Int)? {
    var best: (value: Double, round: Int)?
    for report in scene.snapshot.rounds {
      guard let value = report.accuracy, value.isFinite else { continue }
      if value > best?.value ?? -.infinity { best = (value, report.round) }
    }
    return best
  }

  private func text(_ value: Double?) -> String { value.map { Units.significant($0) } ?? "–" }

  private func percent(_ value: Double?) -> String { value.map { Units.percent($0) } ?? "–" }
}
