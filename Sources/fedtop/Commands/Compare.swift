import ArgumentParser
import Export
import Host
import Plain
import RunStore

/// `fedtop compare`: runs side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put runs side by side: settings that differ, accuracy, bytes, cost of a target.")

  @Argument(help: "Runs: names, starts of them, latest, or paths.")
  var names: [String]

  @Option(
    help: "Personalised accuracy to reach, 0 to 1; 95 % of the worst run's best if not given.")
  var target: Double?

  @Option(help: "Where run files are.")
  var runs = "runs"

  @Flag(help: "JSON lines on stdout.")
  var json = false

  func validate() throws {
    if let target, !(0...1).contains(target) {
      throw ValidationError("--target \(target): must be a number from 0 to 1")
    }
  }

  func run() throws {
    let catalogue = RunCatalogue(directory: runs)
    let entries = try names.map { try Comparison.Entry(path: try catalogue.resolve($0)) }
    let comparison = Comparison(entries, target: target)
    if json {
      comparison.lines.forEach { JSONLines.print($0) }
    } else {
      comparison.table.lines.forEach(StandardOutput.write)
    }
  }
}
