import ArgumentParser
import Export
import Foundation
import Host
import Plain
import RunStore

/// `fedtop compare`: runs side by side, or in tables with means over seeds.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put runs beside one another: accuracy, bytes, time, with spread over seeds.",
    discussion: """
      Up to six runs have a column each. More runs, or several seeds, make tables: one for each task (data, model, \
      federation, rounds), a row for each method with its settings, a mean over the seeds. What cannot be compared is \
      told apart and named.
      """)

  @Argument(help: "Runs: names, starts of them, latest, paths, or directories of run files.")
  var names: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Results that --save wrote, in place of runs.", valueName: "file"))
  var from: [String] = []

  @Option(help: ArgumentHelp("Write the results as JSON, a line a run.", valueName: "file"))
  var save: String?

  @Option(
    help: "What is compared: accuracy, accuracy_global, loss, or what else the runs measured.")
  var metric: String?

  @Option(help: "Value of the metric to reach; what every run reaches (95 %) if not given.")
  var target: Double?

  @Option(help: ArgumentHelp("Differences to this row, paired by seed.", valueName: "method"))
  var against: String?

  @Option(help: "Only this table.")
  var table: Int?

  @Option(
    help: "The format: \(choices(ReportFormat.self)); text if not given.", transform: choice)
  var format: ReportFormat?

  @Flag(help: "JSON lines on stdout, as --format json.")
  var json = false

  @Flag(help: "A column a run, however many there are.")
  var each = false

  @Option(help: ArgumentHelp("Write there, not to stdout.", valueName: "file"))
  var output = "-"

  @Option(help: ArgumentHelp("Draw a plot, as SVG or PNG.", valueName: "file.svg|.png"))
  var plot: String?

  @Option(
    help: "What is drawn: \(choices(ComparisonPlot.self)); curves if not given.", transform: choice)
  var plotKind: ComparisonPlot?

  @Option(
    help: ArgumentHelp(
      "With --save: a metric that is kept, others are left out; given several times. All if not given.",
      valueName: "metric"))
  var keep: [String] = []

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var folder: RunsFolder

  func validate() throws {
    if names.isEmpty, from.isEmpty { throw ValidationError("give runs, or --from a file of them") }
    let isShare = Metric(metric ?? Metric.accuracy.name).isShare
    if let target, !target.isFinite || metric != nil && isShare && !(0...1).contains(target) {
      throw ValidationError("--target \(target): must be a number from 0 to 1")
    }
    if each, against != nil { throw ValidationError("--against goes without --each") }
    if each, table != nil { throw ValidationError("--table goes without --each") }
    if json, format != nil { throw ValidationError("give either --json or --format") }
    if plotKind != nil, plot == nil { throw ValidationError("--plot-kind goes with --plot") }
    if !keep.isEmpty, save == nil { throw ValidationError("--keep goes with --save") }
    if let plot, !["svg", "png"].contains((plot as NSString).pathExtension.lowercased()) {
      throw ValidationError("--plot \(plot): must end with .svg or .png")
    }
  }

  func run() throws {
    let destinations = [save, output, plot].compactMap { $0 }
      .map { Destination(path: $0, force: force) }
    for destination in destinations { try destination.check() }
    let results = try CompareInput(runs: folder.runs).results(names: names, files: from)
    let metric = metric.map { Metric($0) } ?? .usual(results)
    if let target, metric.isShare, !(0...1).contains(target) {
      throw Failure("--target \(target): must be a number from 0 to 1", .usage)
    }
    let comparison = try comparison(results, metric)
    let known = Comparison.metrics(results)
    if let unknown = keep.first(where: { !known.contains($0) }) {
      throw CompareInput.unknown("--keep \(unknown): no run measured it", unknown, known)
    }
    if let save {
      try Destination(path: save, force: force).write(
        ResultFile.data(results, metrics: keep.isEmpty ? nil : Set(keep)))
    }
    if let plot { try draw(comparison, to: plot) }
    let isPlain =
      each
      || against == nil && table == nil && results.count <= Self.mostColumns
        && comparison.hasSingleRuns
    let text =
      isPlain
      ? format(SideBySide(results, metric: metric, target: target))
      : format(comparison)
    try Destination(path: output, force: force).write(Data(text.utf8))
  }

  /// Most runs that stand side by side unasked.
  private static let mostColumns = 6

  private func comparison(
    _ results: [RunResult], _ metric: Metric
  ) throws(Failure) -> Comparison {
    let known = Comparison.metrics(results)
    guard known.contains(metric.name) || known.isEmpty else {
      throw CompareInput.unknown(
        "--metric \(metric.name): no run measured it", metric.name, known)
    }
    let all = Comparison(results, metric: metric, target: target)
    if let against { try CompareInput.check(against: against, in: all) }
    guard let table else { return all }
    guard let single = all.table(table) else {
      throw Failure("--table \(table): there are only tables 1 to \(all.numbers.count)", .usage)
    }
    return single
  }

  private func draw(_ comparison: Comparison, to path: String) throws(Failure) {
    let isVector = path.lowercased().hasSuffix(".svg")
    let kind = plotKind ?? .curves
    let data = try isVector ? Data(kind.svg(comparison).utf8) : Data(kind.png(comparison))
    try Destination(path: path, force: force).write(data)
  }

  private func format(_ runs: SideBySide) -> String {
    switch json ? .json : format ?? .text {
    case .text: return runs.report.text
    case .markdown: return runs.report.markdown
    case .latex: return runs.report.latex
    case .csv:
      runs.warnings.forEach(StandardError.write)
      return runs.csv.text
    case .json: return Self.lines(runs.lines)
    }
  }

  private func format(_ comparison: Comparison) -> String {
    switch json ? .json : format ?? .text {
    case .text: return comparison.report(against: against).text
    case .markdown: return comparison.report(against: against).markdown
    case .latex: return comparison.report(against: against).latex
    case .csv:
      comparison.notes.map(\.note).forEach(StandardError.write)
      return comparison.csv(against: against).text
    case .json:
      return Self.lines(comparison.lines(against: against)) + Self.lines(comparison.notes)
        + Self.lines([comparison.rankLine].compactMap { $0 })
    }
  }

  private static func lines(_ values: [some Encodable]) -> String {
    values.compactMap { JSONLines.line($0) }.map { $0 + "\n" }.joined()
  }
}
