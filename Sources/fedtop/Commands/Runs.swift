import ArgumentParser
import Export
import Foundation
import Host
import Plain
import RunStore
import Screen

/// `fedtop runs`: the run files of a directory.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Browse the runs: watch one, compare two; without a terminal, a table.",
    discussion: """
      On a terminal the list opens as a screen: enter watches a run (a live one is attached, a stored one played), space \
      marks two and c compares them. With --plain, --json or --where, and where there is no terminal, it is printed: \
      newest first, with state, method, accuracy (or what it is judged by), bytes, size.
      """)

  @OptionGroup var folder: RunsFolder

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only runs with a column or setting as asked: method=fibecfed, accuracy>0.8, age<2h; may be "
        + "given several times.", valueName: "condition"))
  var conditions: [String] = []

  @Flag(help: "A table on stdout, even on a terminal.")
  var plain = false

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @OptionGroup var display: DisplayOptions

  func run() throws {
    if !plain, !json, conditions.isEmpty, try browse() { return }
    try list()
  }

  /// Opens the list as a screen; false where there is no terminal for it.
  private func browse() throws -> Bool {
    let monitor = try display.monitor()
    let options = display.screen(for: monitor)
    let waker = ScreenWaker()
    guard let screen = LiveView.screen(options, waker) else { return false }
    try LiveView.show(
      RunDesk(directory: folder.runs, monitor: monitor, waker: waker), on: screen)
    return true
  }

  private func list() throws {
    let filters = try conditions.map(RunFilter.init)
    let now = Date()
    let rows = RunRow.lines(try RunCatalogue(directory: folder.runs).list(), now: now)
      .filter { row in filters.allSatisfy { $0.matches(row.value($0.key)) } }
    if json {
      rows.forEach { JSONLines.print($0.json) }
    } else if rows.isEmpty {
      StandardError.write("no \(filters.isEmpty ? "" : "such ")runs in \(folder.runs)")
    } else {
      let table = TextTable(rows: RunRow.table(rows), rightAligned: RunRow.numbers)
      table.lines.forEach(StandardOutput.write)
    }
  }
}
