import Metrics

extension PaneKind {
  /// The curves.
  public static let learning = PaneKind(LearningPane())
}

/// Loss and accuracy over rounds, with those of the ghost behind them.
struct LearningPane: Pane {
  let title = "learning"
  let key: Character = "2"
  let priority = 1
  let place = PanePlace(ofTwo: 1, ofThree: 1)
  let appetite = Appetite.most
  let keys: KeyContext? = .learning

  func minimumRows(_ scene: Scene) -> Int { scene.rung >= .compact ? 6 : 3 }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    scene.rung >= .full ? 11 : 9
  }

  func note(_ scene: Scene) -> [Span] {
    guard let best = Series.accuracy(scene).best else { return [] }
    return [
      Span("best ", .dim), Span(Units.percent(best.value), .series3),
      Span(" r\(scene.snapshot.rounds[best.index].round)", .dim),
    ]
  }

  func summary(_ scene: Scene) -> [Span] {
    let loss = Series.trainLoss(scene), score = scene.snapshot.score
    return [
      Span("loss ", .dim), Span(text(loss.last), .series1), Span("  \(score.short) ", .dim),
      Span(judged(Series.score(scene).last, scene), .series3), Span("  global ", .dim),
      Span(judged(Series.global(scene).last, scene), .series4),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    guard canvas.height >= 6 else { return strips(scene, into: &canvas) }
    let isWide = Self.isWide(canvas)
    if canvas.height >= 16, let words = MarkReadout.spans(scene) {
      canvas.line(canvas.height - 1, left: words)
      let rest = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - 1)
      return canvas.within(rest) { charts(scene, isWide, into: &$0) }
    }
    charts(scene, isWide, into: &canvas)
  }

  private func charts(_ scene: Scene, _ isWide: Bool, into canvas: inout Canvas) {
    if isWide {
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

  /// Whether the two charts stand side by side.
  static func isWide(_ canvas: Canvas) -> Bool { canvas.width >= 110 && canvas.height < 30 }

  private func loss(_ scene: Scene, axis: Bool, into canvas: inout Canvas) {
    let train = Series.trainLoss(scene)
    let test = Series.testLoss(scene)
    let scale = ValueScale(train.finite)
    let record = scene.record
    let curve = record.rounds.map(\.trainLoss)
    let one = scene.ghosts.count == 1 ? scene.ghost : nil
    let delta = scene.ghosts.count > 1 ? [] : lossDelta(scene)
    let range = scale.map {
      [Span("min \(Units.significant($0.low))  max \(Units.significant($0.high)) ", .dim)]
    }
    let title = Span(" loss ", .title)
    let own = Span(text(train.last), .series1)
    let other = Span(text(test.last), .series2)
    heading(
      [title, Span("train ", .dim), own] + delta + [Span("  test ", .dim), other],
      [title, own] + delta + [Span(" test ", .dim), other],
      right: one.map(legends) ?? [range ?? []], keepsRight: one != nil, into: &canvas)
    var series = [ChartSeries(values: record.rounds.map(\.loss), role: .series2, dotted: true)]
    var main = ChartSeries(values: curve, role: .series1, gaps: true)
    switch scene.state.curveDetail {
    case .plain: break
    case .smoothed:
      series.append(ChartSeries(values: curve, role: .dim, dotted: true, gaps: true))
      main.values = Curves.smoothed(curve)
    case .band:
      let edges = [record.tenths.map { $0?.best }, record.tenths.map { $0?.worst }]
      series += edges.map { ChartSeries(values: $0, role: .dim, dotted: true) }
    }
    let chart = LineChart(
      series: series + [main],
      ghosts: scene.ghosts.enumerated().map { place, ghost in
        ChartSeries(values: ghost.loss, role: Ghost.role(place), gaps: true)
      },
      span: scene.axisSpan, present: present(scene), logarithmic: scene.state.logLoss
    ) { Units.significant($0) }
    let legend = GhostLegend(
      ghosts: scene.ghosts, values: \.loss, delta: \.lossDelta, text: Units.significant)
    draw(chart, legend, scene, axis: axis, into: &canvas)
  }

  private func accuracy(_ scene: Scene, axis: Bool, into canvas: inout Canvas) {
    let score = scene.snapshot.score
    let personal = Series.score(scene)
    let global = Series.global(scene)
    let started = scene.snapshot.started
    let rounds = scene.record.rounds
    let floors = majorities(started)
    let delta = scene.ghosts.count > 1 ? [] : accuracyDelta(scene)
    let title = Span(" \(score.title) ", .title)
    let own = Span(judged(personal.last, scene), .series3)
    let other = Span(judged(global.last, scene), .series4)
    heading(
      [title, Span("personal ", .dim), own] + delta + [Span("  global ", .dim), other],
      [title, own] + delta + [Span(" global ", .dim), other],
      right: score == .exactMatch ? perplexities(scene) : floors,
      keepsRight: false, into: &canvas)
    let chart = LineChart(
      series: [
        ChartSeries(values: rounds.map(score.global), role: .series4, dotted: true),
        ChartSeries(values: rounds.map(score.value), role: .series3),
      ],
      ghosts: scene.ghosts.enumerated().map { place, ghost in
        ChartSeries(values: ghost.accuracy, role: Ghost.role(place))
      },
      // The floors of both curves: each client's own majority class, and that of all.
      baselines: [started?.majorityPersonal, started?.majorityAccuracy].compactMap(\.self),
      span: scene.axisSpan, present: present(scene)
    ) { score.tick($0) }
    let legend = GhostLegend(
      ghosts: scene.ghosts, values: \.accuracy, delta: \.accuracyDelta
    ) { Units.fixed($0 * 100, 1) }
    draw(chart, legend, scene, axis: axis, into: &canvas)
  }

  /// How surprised the model is by a token of an answer, in falling lengths.
  private func perplexities(_ scene: Scene) -> [[Span]] {
    let value = scene.snapshot.rounds.last { Score.perplexity.value(of: $0) != nil }
      .flatMap(Score.perplexity.value)
    guard let value else { return [[]] }
    let text = Units.significant(value)
    return [[Span("perplexity \(text) ", .baseline)], [Span("ppl \(text) ", .baseline)]]
  }

  /// What the majority class would give, personal and global, in falling lengths.
  private func majorities(_ started: RunStarted?) -> [[Span]] {
    guard let global = started?.majorityAccuracy else { return [[]] }
    guard let own = started?.majorityPersonal, own != global else {
      return [[Span("majority \(percent(global)) ", .baseline)]]
    }
    return [
      [Span("majority own \(percent(own))  all \(percent(global)) ", .baseline)],
      [Span("own majority \(percent(own)) ", .baseline)],
    ]
  }

  private func draw(
    _ chart: LineChart, _ legend: GhostLegend, _ scene: Scene, axis: Bool,
    into canvas: inout Canvas
  ) {
    // Of several ghosts it is said which is which, in a line of its own.
    let isTold = legend.ghosts.count > 1 && canvas.height >= 4
    if isTold {
      canvas.put(legend.spans(canvas.glyphs, width: canvas.width), x: 0, y: 1)
    }
    let top = isTold ? 2 : 1
    let rows = canvas.height - top - (axis ? 1 : 0)
    let (chart, most) = placed(chart, scene)
    canvas.within(Rect(x: 0, y: top, width: canvas.width, height: rows)) { chart.draw(into: &$0) }
    guard axis else { return }
    guard let most else {
      return scene.timeAxis.draw(into: &canvas, x: LineChart.gutter, y: canvas.height - 1)
    }
    amounts(scene, most).draw(into: &canvas, x: LineChart.gutter, y: canvas.height - 1)
  }

  /// Rounds until the one that is looked at; nil when that is the newest.
  private func present(_ scene: Scene) -> Int? {
    scene.state.cursor == nil ? nil : scene.snapshot.rounds.count
  }

  /// The chart over what was spent, and the most of it; as it is over rounds.
  private func placed(_ chart: LineChart, _ scene: Scene) -> (LineChart, most: Double?) {
    let axis = scene.state.curveAxis
    guard axis != .rounds else { return (chart, nil) }
    let own = scene.record.spent.map {
      axis.amount(bytes: $0.bytesUp &+ $0.bytesDown, seconds: $0.simSeconds) ?? .nan
    }
    let others = scene.ghosts.map { ghost in
      ghost.spent.map { point in
        point.flatMap { axis.amount(bytes: $0.bytes, seconds: $0.simSeconds) } ?? .nan
      }
    }
    let most = (own + others.joined()).filter(\.isFinite).max()
    guard let most, most > 0 else { return (chart, nil) }
    var chart = chart
    for index in chart.series.indices { chart.series[index].places = own.map { $0 / most } }
    for (place, other) in others.enumerated() {
      chart.ghosts[place].places = other.map { $0 / most }
    }
    return (chart, most)
  }

  /// The row under a chart over amounts: what was done stands at what had been spent before its round.
  private func amounts(_ scene: Scene, _ most: Double) -> AmountAxis {
    let axis = scene.state.curveAxis
    let record = scene.record
    let spent = record.spent.map {
      axis.amount(bytes: $0.bytesUp &+ $0.bytesDown, seconds: $0.simSeconds)
    }
    let marks = scene.marks.compactMap { mark -> (Double, SteeringMark)? in
      let before = mark.round.subtractingReportingOverflow((record.rounds.first?.round ?? 1) + 1)
      guard !before.overflow, spent.indices.contains(before.partialValue),
        let amount = spent[before.partialValue]
      else { return nil }
      return (amount / most, mark)
    }
    return AmountAxis(most: most, marks: marks, text: axis.text)
  }

  /// Three lines of bars, where there is no room for axes.
  private func strips(_ scene: Scene, into canvas: inout Canvas) {
    let (lossDelta, accuracyDelta) = (lossDelta(scene), accuracyDelta(scene))
    let lines: [(String, Series, Role, String, [Span])] = [
      ("loss", Series.trainLoss(scene), .series1, text(Series.trainLoss(scene).last), lossDelta),
      (
        scene.snapshot.score.short, Series.score(scene), .series3,
        judged(Series.score(scene).last, scene), accuracyDelta
      ),
      ("global", Series.global(scene), .series4, judged(Series.global(scene).last, scene), []),
    ]
    let x = 17 + (scene.ghost == nil ? 0 : max(lossDelta.width, accuracyDelta.width) + 1)
    for (y, (name, series, role, value, delta)) in lines.enumerated() {
      canvas.put(name, x: 1, y: y, .dim)
      canvas.put(Text.right(value, 7), x: 8, y: y, role)
      canvas.put(delta, x: 16, y: y)
      let width = canvas.width - x
      let columns = downsample(series.finite, width: max(0, width)).map { $0?.maximum ?? .nan }
      canvas.bars(columns, role: role, x: x, y: y, width: width)
    }
  }

  /// The row above a chart, in the first form that fits: what stands at the right goes before the
  /// left is shortened, or after it when it is to be kept.
  private func heading(
    _ long: [Span], _ short: [Span], right: [[Span]], keepsRight: Bool, into canvas: inout Canvas
  ) {
    let shortened = right.map { (short, $0) }
    let forms =
      right.map { (long, $0) }
      + (keepsRight ? shortened + [(long, [])] : [(long, [])] + shortened)
    let best = forms.first { left, right in
      let gap = right.isEmpty ? 0 : 1
      return canvas.spelledWidth(left) + gap + canvas.spelledWidth(right) <= canvas.width
    }
    // The last resort is the run's own number and how far it is from its parent.
    let (left, end) = best ?? (Array(short.dropLast(2)), [])
    canvas.line(0, left: left, right: end)
  }

  /// What the trail of the ghost is, in falling lengths.
  private func legends(_ ghost: Ghost) -> [[Span]] {
    guard ghost.relation == .parent else {
      return [
        [
          Span("◦ ", .ghost), Span(ghost.name, .text),
          Span(ghost.relation == .method ? " at the same seed " : " ", .dim),
        ],
        [Span("◦ ", .ghost), Span(ghost.name, .text), Span(" ", .dim)], [Span("◦ ", .ghost)],
      ]
    }
    return [
      [Span("◦ parent ", .ghost), Span(ghost.name, .text), Span(" to r\(ghost.round) ", .dim)],
      [Span("◦ ", .ghost), Span(ghost.name, .text), Span(" r\(ghost.round) ", .dim)],
      [Span("◦ r\(ghost.round) ", .ghost)],
    ]
  }

  private func lossDelta(_ scene: Scene) -> [Span] {
    scene.ghost.map { Ghost.spans($0.lossDelta) { Units.significant($0) } } ?? []
  }

  /// In points of a hundred.
  private func accuracyDelta(_ scene: Scene) -> [Span] {
    scene.ghost.map { Ghost.spans($0.accuracyDelta) { Units.fixed($0 * 100, 1) } } ?? []
  }

  private func text(_ value: Double?) -> String { value.map { Units.significant($0) } ?? "–" }

  private func judged(_ value: Double?, _ scene: Scene) -> String {
    value.map(scene.snapshot.score.text) ?? "–"
  }

  private func percent(_ value: Double?) -> String { value.map { Units.percent($0) } ?? "–" }
}
