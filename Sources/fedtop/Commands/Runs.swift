import ArgumentParser
import Export
import Foundation
import Host
import Plain
import RunStore

/// `fedtop runs`: the run files of a directory.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs, newest first: state, method, accuracy, bytes, size.")

  @Option(help: "Where run files are.")
  var runs = "runs"

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only runs with a column or setting as asked: method=fibecfed, accuracy>0.8, age<2h; may be "
        + "given several times.", valueName: "condition"))
  var conditions: [String] = []

  @Flag(help: "JSON lines on stdout.")
  var json = false

  func run() throws {
    let filters = try conditions.map(RunFilter.init)
    let now = Date()
    let rows = RunRow.lines(try RunCatalogue(directory: runs).list(), now: now)
      .filter { row in filters.allSatisfy { $0.matches(row.value($0.key)) } }
    if json {
      rows.forEach { JSONLines.print($0.json) }
    } else if rows.isEmpty {
      StandardError.write("no \(filters.isEmpty ? "" : "such ")runs in \(runs)")
    } else {
      let table = TextTable(
        rows: [RunRow.titles] + rows.map(\.cells), rightAligned: RunRow.numbers)
      table.lines.forEach(StandardOutput.write)
    }
  }
}
