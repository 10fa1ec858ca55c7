import Metrics

/// What a client's own samples say: how hard they are, how far the share in use reaches, which they are, and how many of
/// the held-out ones are answered.
extension ClientView {
  /// How many samples are how hard, and which of them are in use.
  func histogram() -> [Row] {
    guard let histogram = client.difficulties else {
      let reason =
        client.difficulty == nil
        ? "no sample has a difficulty yet" : "not in this record: it is of an earlier fedtop"
      return [Row([name("difficulty"), Span(reason, .dim)]), Row([])]
    }
    let bounds = "\(Units.significant(histogram.low)) to \(Units.significant(histogram.high))"
    var rows = [
      Row([name("difficulty"), Span(bounds, .text)]),
      Row([name("  samples")]) { canvas, x, y in
        let counts = histogram.counts.map(Double.init)
        canvas.bars(counts, role: .series2, x: x, y: y, width: counts.count)
      },
    ]
    guard let used = client.difficultyUsed, let low = used.first, let high = used.last else {
      return rows + [Row([])]
    }
    let places = histogram.bin(low)...max(histogram.bin(low), histogram.bin(high))
    let words = "\(Units.significant(low)) to \(Units.significant(high))"
    rows.append(
      Row([name("  in use")]) { canvas, x, y in
        for place in places { canvas.put(canvas.glyphs.mark, x: x + place, y: y, .pending) }
        let end = x + histogram.counts.count + 2
        canvas.put(words, x: end, y: y, .pending, limit: max(0, canvas.width - end))
      })
    return rows + [Row([])]
  }

  /// The samples themselves, or why there are none to read: each in one line, and in more where there is room for all.
  func texts(_ width: Int, _ height: Int) -> [Row] {
    guard let detail, client.difficulties != nil else { return [] }
    if let problem = detail.problem { return [Row([name("texts"), Span(problem, .dim)])] }
    let heads = 3
    let count = detail.easiest.count + detail.hardest.count
    let lines = (height - heads) / max(1, count)
    func rows(_ title: String, _ texts: [String], _ images: [SampleImage]) -> [Row] {
      let shown = texts.flatMap { text in
        lines < 2
          ? [Row([Span("  " + text, .text)])]
          : paragraph(Text.clean(text), width: width - 4, lines: lines)
      }
      let all = shown + pictures(images)
      return all.isEmpty ? [] : [Row([Span(title, .title)])] + all
    }
    return rows("easiest", detail.easiest, detail.easiestImages) + [Row([])]
      + rows("hardest", detail.hardest, detail.hardestImages)
  }

  /// A text over some lines: the last takes the rest, and is cut as every row is.
  private func paragraph(_ text: String, width: Int, lines: Int) -> [Row] {
    let all = Text.wrapped(text, width: width)
    let rest = all.dropFirst(lines - 1).joined(separator: " ")
    return (all.prefix(lines - 1) + (rest.isEmpty ? [] : [rest])).enumerated().map { place, line in
      Row([Span((place == 0 ? "  " : "    ") + line, .text)])
    }
  }

  private func pictures(_ images: [SampleImage]) -> [Row] {
    guard !images.isEmpty else { return [] }
    let pictures = SampleImageRow(images: images)
    return (0..<pictures.height).map { row in
      Row([]) { canvas, x, y in pictures.draw(row, into: &canvas, x: x, y: y) }
    }
  }

  /// How many of its own held-out samples were answered, at each evaluation.
  func accuracy(_ scene: Scene) -> Row {
    let rounds = scene.snapshot.rounds
    let title = scene.snapshot.score.title
    let told = rounds.compactMap { round in
      round.clientPermille.flatMap { $0.indices.contains(client.id) ? $0[client.id] : nil }
    }
    if let last = told.last, let low = told.min(), let high = told.max() {
      func percent(_ permille: Int) -> String { Units.percent(Double(permille) / 1000) }
      return Row([
        name(title), Span(percent(last), .series3),
        Span("  \(percent(low)) to \(percent(high))", .dim),
      ]) { canvas, x, y in
        canvas.sparkline(
          told.map(Double.init), role: .series3, x: x, y: y, width: min(40, canvas.width - x - 1))
      }
    }
    return Row([name(title), Span(withoutHistory(rounds), .dim)])
  }

  /// What there is where the evaluations tell no accuracy of the client.
  private func withoutHistory(_ rounds: [RoundReport]) -> String {
    if let end = rounds.last?.clientAccuracy, end.indices.contains(client.id) {
      return end[client.id].map {
        "\(Units.percent($0)) at the end; earlier ones are not in the record"
      } ?? Self.untested
    }
    if rounds.contains(where: { $0.clientPermille != nil }) { return Self.untested }
    return rounds.contains { $0.accuracy != nil }
      ? "by client at the end of the run only" : "not evaluated yet"
  }

  private static let untested = "none: it has no held-out samples"
}
