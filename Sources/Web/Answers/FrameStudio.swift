import Foundation
import Metrics
import RunStore
import Synchronization
import TUI

/// Draws runs as the terminal monitor shows them, and each picture once, however many look at it.
final class FrameStudio: Sendable {
  /// Bytes of pictures that are kept.
  private static let budget = 16 << 20

  private struct Key: Hashable {
    var stamp: Int
    var choice: FrameChoice
  }

  /// Pictures by what they show, the oldest first.
  private struct Album {
    var frames: [Key: Data] = [:]
    var order: [Key] = []
    var bytes = 0

    mutating func keep(_ frame: Data, as key: Key) {
      if frames.updateValue(frame, forKey: key) == nil { order.append(key) }
      bytes += frame.count
      while bytes > FrameStudio.budget, order.count > 1 {
        bytes -= frames.removeValue(forKey: order.removeFirst())?.count ?? 0
      }
    }
  }

  private let monitor: Monitor
  private let album = Mutex(Album())

  /// A studio with the monitor as it is before anybody touched it.
  init(monitor: Monitor) {
    var monitor = monitor
    monitor.session = .attached
    self.monitor = monitor
  }

  /// Names of the themes to choose from, that of the monitor first.
  var themes: [String] {
    [monitor.theme.name] + monitor.themes.names.filter { $0 != monitor.theme.name }
  }

  /// Names of the presets to choose from.
  var presets: [String] { monitor.presets.map(\.name) }

  /// The picture of a run, as an SVG document.
  /// - Throws: `StoreError` when a past round cannot be read.
  func frame(of run: WatchedRun, _ choice: FrameChoice) throws(StoreError) -> Data {
    let sight = run.sight
    let key = Key(stamp: sight.stamp, choice: choice)
    if let frame = album.withLock({ $0.frames[key] }) { return frame }
    let frame = try draw(run, sight.snapshot, choice)
    album.withLock { $0.keep(frame, as: key) }
    return frame
  }

  private func draw(
    _ run: WatchedRun, _ now: RunSnapshot, _ choice: FrameChoice
  ) throws(StoreError) -> Data {
    var monitor = monitor
    if choice.theme != monitor.theme.name, let theme = try? monitor.themes.theme(choice.theme) {
      monitor.theme = theme
    }
    if let preset = monitor.presets.first(where: { $0.name == choice.preset }) {
      monitor.use(preset: preset)
    }
    if let pane = choice.pane { monitor.focus(pane, zoomed: choice.zoom) }
    var shown = now
    if let round = choice.round {
      // As a person sees it who looks back from where the run is now.
      let round = min(round, now.round)
      monitor.timeline = Timeline(of: now)
      monitor.look(at: round)
      shown = try run.snapshot(throughRound: round)
    }
    // The last row names keys, and a page has none: it is drawn, and left out.
    let size = Size(width: choice.size.width, height: choice.size.height + 1)
    let grid = monitor.render(
      shown, size: size, capabilities: Capabilities(colors: .direct, unicode: true))
    return Data(GridSVG.document(grid.upper(choice.size.height), theme: monitor.theme).utf8)
  }
}

extension Grid {
  /// The first so many rows.
  fileprivate func upper(_ rows: Int) -> Grid {
    var upper = Grid(Size(width: size.width, height: rows))
    for y in 0..<rows {
      for x in 0..<size.width { upper[x, y] = self[x, y] }
    }
    return upper
  }
}
