import ArgumentParser
import Bench
import Foundation
import Host
import Metrics
import Plain
import Sim
import Transformer

/// `fedtop bench`: speed and memory on this machine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure speed and memory; docs/benchmarks.md says how to read the numbers.")

  @Option(
    help: ArgumentHelp(
      "Cases whose names match, such as 'step/tiny/*'; may be given several times.",
      valueName: "pattern"))
  var filter: [String] = []

  @Flag(help: "Every small case once: does it work? The figures mean little.")
  var quick = false

  @Option(help: "Seconds that a case is repeated for, at least.")
  var seconds = 1.0

  @Option(help: "Workers, one thread each; one a core if not given. Steps are done by 1, too.")
  var workers: Int?

  @Option(
    help: "What heads read: first (rows of the last layer that nobody reads are left out) or mean.")
  var pooling = "first"

  @Option(help: "Products with frozen weights: float32 or bf16.")
  var precision = Precision.float32.rawValue

  @Option(help: "Whose products with frozen weights: auto, openblas or onednn.")
  var blas = BLAS.auto.rawValue

  @Option(help: "Sample lengths as scripts/peers/run writes them; the same are made if not given.")
  var workload: String?

  @Option(help: "Print ratios to an earlier output of --json.")
  var compare: String?

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @Flag(
    help: "What clients and ranks cost beside training, up to a million of them; docs/scale.md.")
  var scale = false

  @Flag(help: "Print the names of all cases and do nothing.")
  var list = false

  func validate() throws {
    guard (0...3600).contains(seconds) else {
      throw ValidationError("--seconds \(seconds): must be 0 to 3600")
    }
    guard !scale || (filter.isEmpty && compare == nil) else {
      throw ValidationError("--scale has tables of its own: leave out --filter and --compare")
    }
    guard workers.map((1...256).contains) ?? true else {
      throw ValidationError("--workers: must be 1 to 256")
    }
    guard Pooling(rawValue: pooling) != nil else {
      throw ValidationError("--pooling \(pooling): must be first or mean")
    }
    guard Precision(rawValue: precision) != nil else {
      throw ValidationError("--precision \(precision): must be float32 or bf16")
    }
    guard BLAS(rawValue: blas) != nil else {
      throw ValidationError("--blas \(blas): must be auto, openblas or onednn")
    }
  }

  func run() throws {
    if list { return BenchCase.all.map(\.name).forEach(StandardOutput.write) }
    if scale { return try runScale() }
    let cases = try BenchCase.selected(filter, quick: quick)
    let settings = try settings()
    var comparison = try compare.map { path throws(Failure) in try BenchComparison(path: path) }
    let table = BenchTable(compares: comparison != nil)
    if !json { StandardOutput.write(table.header) }
    for measured in cases {
      for result in try measured.measure(settings) {
        let result = (comparison?.compared(result) ?? result).rounded
        if json {
          JSONLines.print(result)
        } else {
          table.lines(result).forEach(StandardOutput.write)
        }
      }
    }
    guard !json, comparison != nil else { return }
    StandardOutput.write(summary(comparison))
  }

  private func runScale() throws {
    let bench = ScaleBench(settings: try settings())
    if !json { ScaleTable.constantsHeader.forEach(StandardOutput.write) }
    for row in try bench.constants() {
      if json { JSONLines.print(row) } else { StandardOutput.write(ScaleTable.line(row)) }
    }
    if !json { ([""] + ScaleTable.scaleHeader).forEach(StandardOutput.write) }
    try bench.scales { row in
      if json { JSONLines.print(row) } else { StandardOutput.write(ScaleTable.line(row)) }
    }
  }

  private func settings() throws -> BenchSettings {
    BenchSettings(
      seconds: quick ? 0 : seconds, repeats: quick ? 1 : 3, isQuick: quick,
      workers: workers ?? Cores.allowed,
      pooling: Pooling(rawValue: pooling) ?? .first,
      blas: BLAS(rawValue: blas) ?? .auto, precision: Precision(rawValue: precision) ?? .float32,
      workload: try workload.map { path throws(Failure) in try Workload(path: path) } ?? .seeded())
  }

  private func summary(_ comparison: BenchComparison?) -> String {
    guard let summary = comparison?.summary else {
      return "none of these cases is in \(compare ?? "the file")"
    }
    return "\(summary.count) cases compared: \(Units.fixed(summary.mean, 2))x as fast on the "
      + "geometric mean"
  }
}
