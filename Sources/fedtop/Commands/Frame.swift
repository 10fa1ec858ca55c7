import ArgumentParser
import Host
import Metrics
import RunStore
import TUI

/// `fedtop frame`: a screen of a stored run as text or as a drawing.
struct Frame: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the monitor's screen of a stored run at a round.")

  @Argument(help: "A run: its name, its start or end, latest, or a path.")
  var name: String

  @Option(help: "Round; the last one if not given.")
  var round: Int?

  @Option(help: "Columns and rows.")
  var size = "120x36"

  @OptionGroup var folder: RunsFolder

  @Option(help: "text, ansi (with escape sequences), or svg; text if not given.")
  var format: String?

  @Flag(help: "The same as --format ansi.")
  var ansi = false

  @OptionGroup var view: FrameOptions
  @OptionGroup var display: DisplayOptions

  func run() throws {
    let size = try Size(option: size)
    let word = format ?? (ansi ? FrameFormat.ansi : .text).rawValue
    guard let format = FrameFormat(rawValue: word) else {
      let words = FrameFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure("--format \(word): must be one of \(words)", .usage)
    }
    guard !ansi || format == .ansi else {
      throw Failure("--ansi is --format ansi: give one of the two", .usage)
    }
    let path = try RunCatalogue(directory: folder.runs).resolve(name)
    let reader = try RunReader(path: path)
    var monitor = try display.monitor()
    var snapshot = try reader.snapshot()
    if let round {
      guard (0...snapshot.round).contains(round) else {
        throw Failure(
          "--round \(round): the run has rounds 1 to \(snapshot.round); 0 is before them", .usage)
      }
      // As a person sees it who looks back from where the run is now.
      monitor.timeline = Timeline(of: snapshot, checkpoints: try reader.checkpointRounds())
      monitor.look(at: round)
      snapshot = try reader.snapshot(throughRound: round)
    }
    if let ghost = snapshot.started.flatMap({ GhostTrace.behind($0, path: reader.path) }) {
      snapshot.apply(.ghostTraced(ghost))
    }
    try view.apply(to: &monitor, snapshot)
    func grid(_ colors: Capabilities.Colors) -> Grid {
      let capabilities = Capabilities(colors: colors, unicode: true)
      return monitor.render(snapshot, size: size, capabilities: capabilities)
    }
    switch format {
    case .text: StandardOutput.writeRaw(GridText.plain(grid(.mono)) + "\n")
    case .ansi: StandardOutput.writeRaw(GridText.ansi(grid(.indexed)) + "\n")
    case .svg:
      StandardOutput.writeRaw(GridSVG.document(grid(.direct), theme: monitor.theme) + "\n")
    }
  }
}
