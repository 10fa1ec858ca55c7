import ArgumentParser
import Host
import Metrics
import TUI

/// What a person would do with keys before they look at a frame.
struct FrameOptions: ParsableArguments {
  @Option(
    help: "The pane that is focused: \(words(PaneKind.allCases.map(\.title))).",
    transform: { try choice($0, of: PaneKind.allCases, called: \.title) })
  var focus: PaneKind?

  @Flag(help: "Give that pane the whole screen.")
  var zoom = false

  @Option(
    help: "What clients are ordered by: \(words(ClientSort.allCases.map(\.name))).",
    transform: { try choice($0, of: ClientSort.allCases, called: \.name) })
  var sort: ClientSort?

  @Flag(help: "Turn the order of the clients round.")
  var reverse = false

  @Option(help: "Show clients by a part of their id, by what they do, or by /pattern/.")
  var filter: String?

  @Option(help: "The layer under the crosshair.")
  var layer: Int?

  @Option(help: "The client under the bar.")
  var client: Int?

  /// Sets the monitor up.
  /// - Throws: a usage `Failure` for a client or a layer that the run does not have, and a pattern that is none.
  func apply(to monitor: inout Monitor, _ run: RunSnapshot) throws {
    // Nobody reads messages in a picture.
    monitor.forgetMessage()
    monitor.focus(focus ?? monitor.state.focus, zoomed: zoom)
    monitor.sort(by: sort, reversed: reverse)
    if let filter, let problem = monitor.filter(by: filter) {
      throw Failure("--filter \(filter): \(problem)", .usage)
    }
    if let client {
      try check(client, "--client", "clients", run.clients.count)
      monitor.select(client: client)
    }
    if let layer {
      try check(layer, "--layer", "layers", run.started?.model.layers ?? 0)
      monitor.select(layer: layer)
    }
  }

  private func check(_ index: Int, _ option: String, _ things: String, _ count: Int) throws {
    guard !(0..<count).contains(index) else { return }
    let known = count > 0 ? "\(things) 0 to \(count - 1)" : "no \(things) yet"
    throw Failure("\(option) \(index): the run has \(known)", .usage)
  }
}
