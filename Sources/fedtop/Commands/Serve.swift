import ArgumentParser
import Export
import Foundation
import Host
import Metrics
import RunStore
import TUI
import Web

/// `fedtop serve`: the monitor as a web page, for those who may not ssh.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a run, or a directory of runs, as a web page; nothing there changes a run.")

  @Argument(
    help: """
      A run: its name, its start or end, latest, or a path; or a directory of runs. The runs of \
      --runs if not given.
      """)
  var name: String?

  @Option(help: "The port; 0 for any that is free.")
  var port = 8080

  @Option(help: "The address to listen at; others than loopback ask for a token.")
  var host = "127.0.0.1"

  @Option(help: "What a visitor must show; made at random where one is needed and none is given.")
  var token: String?

  @OptionGroup var folder: RunsFolder

  @Option(help: "A theme by name or path; see fedtop themes.")
  var theme: String?

  @OptionGroup var presets: PresetOptions

  @Option(help: "Columns and rows of the picture, from 40x12 to 300x100.")
  var size = "120x36"

  func run() throws {
    guard let size = WebSite.size(size) else {
      throw Failure("--size \(size): must be COLUMNSxROWS, from 40x12 to 300x100", .usage)
    }
    let address = try WebAddress(host: host, port: port)
    let token = try AccessToken.choose(token, for: address)
    var monitor = DisplayOptions.monitor(try ThemeOptions.resolved(theme))
    try presets.lay(&monitor)
    // A page has no bottom line for what is wrong with a file that nobody asked for.
    monitor.forgetMessage()
    let site = WebSite(shelf: try shelf(), monitor: monitor, size: size, gate: Gate(token: token))
    let server = WebServer(site, at: address)
    let open = try server.start()
    let signals = StopSignals()
    signals.listen { server.stop() }
    StandardOutput.write(
      "\(name ?? folder.runs) at \(address.link(port: open, token: token)), until Ctrl-C")
    try server.wait()
    let status: Failure.Status =
      switch signals.signal {
      case SIGTERM: .terminated
      case SIGHUP: .hungUp
      default: .interrupted
      }
    throw Failure(nil, status)
  }

  private func shelf() throws -> RunShelf {
    var isDirectory: ObjCBool = false
    let place = name ?? folder.runs
    if name == nil
      || FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory)
        && isDirectory.boolValue
    {
      return RunShelf(directory: place, ghosts: GhostTrace.behind)
    }
    return try RunShelf(
      run: RunCatalogue(directory: folder.runs).resolve(place), ghosts: GhostTrace.behind)
  }
}
