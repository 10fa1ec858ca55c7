import ArgumentParser
import RunStore
import TUI

/// `fedtop frame`: a screen of a stored run as text.
struct Frame: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the monitor's screen of a stored run at a round.")

  @Argument(help: "A run: its name, the start of it, latest, or a path.")
  var name: String

  @Option(help: "Round; the last one if not given.")
  var round: Int?

  @Option(help: "Columns and rows.")
  var size = "120x36"

  @Option(help: "Where run files are.")
  var runs = "runs"

  @Flag(help: "With colours, as escape sequences.")
  var ansi = false

  @OptionGroup var display: DisplayOptions

  func run() throws {
    let parts = size.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, (1...1000).contains(parts[0]), (1...1000).contains(parts[1]) else {
      throw Failure("--size \(size): must be COLUMNSxROWS, such as 120x36", .usage)
    }
    let path = try RunCatalogue(directory: runs).resolve(name)
    let reader = try RunReader(path: path)
    let snapshot = try round.map { try reader.snapshot(throughRound: $0) } ?? reader.snapshot()
    let capabilities = Capabilities(colors: ansi ? .indexed : .mono, unicode: !display.ascii)
    let grid = try display.monitor().render(
      snapshot, size: Size(width: parts[0], height: parts[1]), capabilities: capabilities)
    StandardOutput.writeRaw((ansi ? GridText.ansi(grid) : GridText.plain(grid)) + "\n")
  }
}
