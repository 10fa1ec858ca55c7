import Metrics
import Plain
import Sim

/// A data sheet for people.
extension DataSheet {
  /// Most rows and columns of a table.
  private static let (rows, columnsShown) = (24, 8)
  /// Width of the widest bar.
  private static let bar = 32
  /// What the classes are drawn with; those beyond share the last one.
  private static let symbols = Array("0123456789abcdefghijklmnopqrstuvwxyz+")

  /// The lines of the sheet.
  public var lines: [String] {
    var lines = ["\(name): \(train) training samples, \(test) held out"]
    for (part, path) in files.sorted(by: { $0.key < $1.key }) { lines.append("  \(part)  \(path)") }
    lines += section("columns", columnTable)
    lines += section(classes.isEmpty ? "no labels" : "\(classes.count) classes", classTable)
    lines += section("lengths in tokens of \(lengths.model)", lengthLines)
    if let partition {
      lines += section(
        "\(partition.title) over \(partition.counts.count) clients", partitionTable(partition))
    }
    lines += section("notes", notes.map { "  \($0)" })
    lines += section("looks like a mistake", warnings.map { "  \($0)" })
    return lines.map(printable)
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty && title != "no labels" ? [] : ["", title] + lines
  }

  private func indented(_ table: TextTable) -> [String] { table.lines.map { "  \($0)" } }

  private var columnTable: [String] {
    let why = [
      "given": "as asked", "name": "by its name", "content": "by what it holds",
    ]
    return indented(
      TextTable(
        rows: columns.map { [$0.role, excerpt($0.column), why[$0.reason] ?? $0.reason] }))
  }

  private var classTable: [String] {
    let most = classes.map { $0.train + $0.test }.max() ?? 0
    let rows = classes.prefix(Self.rows).enumerated().map { place, one in
      [
        symbol(place), "'\(excerpt(one.label))'", "\(one.train)", "\(one.test)",
        bar(one.train + one.test, of: most, "█"),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return indented(
      TextTable(rows: [["", "label", "training", "held out"]] + rows, rightAligned: [2, 3]))
      + rest(classes.count, "classes")
  }

  private var lengthLines: [String] {
    [
      "  shortest \(lengths.shortest), median \(lengths.median), mean "
        + "\(Units.fixed(lengths.mean, 1)), 95 % up to \(lengths.percentile95), longest "
        + "\(lengths.longest)",
      "  \(lengths.truncated) of \(train + test) (\(Units.percent(lengths.share))) are cut at "
        + "\(lengths.limit) (model.max_length)",
    ]
  }

  private func partitionTable(_ partition: Division) -> [String] {
    let counts = partition.counts
    let most = counts.map { $0.reduce(0, +) }.max() ?? 0
    let shown = min(classes.count, Self.columnsShown)
    let titles =
      ["client", "samples", "held out"] + classes.prefix(shown).map { excerpt($0.label, limit: 12) }
    let rows = counts.prefix(Self.rows).enumerated().map { client, row in
      ["\(client)", "\(row.reduce(0, +))", "\(partition.heldOut[client])"]
        + row.prefix(shown).map(String.init)
        + [mixture(row, of: most)]
    }
    return indented(
      TextTable(rows: [titles] + rows, rightAligned: Set(0..<titles.count)))
      + rest(counts.count, "clients") + ["  sha256 \(partition.sha256)"]
  }

  /// A bar of a client, in which each class has its part.
  private func mixture(_ row: [Int], of most: Int) -> String {
    let total = row.reduce(0, +)
    let width = length(total, of: most)
    var text = ""
    var sum = 0
    for (place, count) in row.enumerated() {
      sum += count
      let end = total > 0 ? (sum * width + total / 2) / total : 0
      while text.count < end { text += symbol(place) }
    }
    return text
  }

  private func symbol(_ place: Int) -> String {
    String(Self.symbols[min(place, Self.symbols.count - 1)])
  }

  private func length(_ count: Int, of most: Int) -> Int {
    count == 0 ? 0 : max(1, count * Self.bar / max(1, most))
  }

  private func bar(_ count: Int, of most: Int, _ mark: String) -> String {
    String(repeating: mark, count: length(count, of: most))
  }

  private func rest(_ count: Int, _ what: String) -> [String] {
    count > Self.rows ? ["  and \(count - Self.rows) more \(what) (--json has all)"] : []
  }
}
