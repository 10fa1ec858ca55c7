import Export
import Host
import Metrics
import RunStore
import TUI

/// Records the monitor over a stored run that is played.
///
/// It stands here and not in `Export`, which knows nothing of screens: `TUI` draws and writes the
/// recording down, `Host` tells what the run was when.
struct ReplayRecorder {
  /// The monitor that is watched.
  var monitor: Monitor
  /// The screen.
  var size: Size
  /// Recorded seconds that pass in one.
  var speed: Double

  /// Seconds that the last screen stays: players begin anew where a recording ends.
  private static let rest = 2.0

  /// The recording of a run.
  /// - Throws: `StoreError`.
  func cast(of reader: RunReader, _ events: [RunEvent]) throws -> Cast {
    let tape = ReplayTape(
      events, controls: try reader.controls(), end: try reader.status().shownState)
    let ghost = tape.record.started.flatMap { GhostTrace.behind($0, path: reader.path) }
    let checkpoints = try reader.checkpointRounds()
    var monitor = monitor
    monitor.session = .replay
    var cast = Cast(
      size: size, title: "fedtop replay \(reader.name)",
      timestamp: Int(reader.meta.created.timeIntervalSince1970))
    var last = 0.0
    tape.tell(speed: speed) { seconds, run in
      var run = run
      monitor.timeline = Timeline(
        of: tape.record, state: run.state, speed: speed, checkpoints: checkpoints)
      if let ghost { run.apply(.ghostTraced(ghost)) }
      let capabilities = Capabilities(colors: .indexed, unicode: true)
      cast.show(
        monitor.render(run, size: size, capabilities: capabilities, now: seconds), at: seconds)
      last = seconds
    }
    cast.end(at: last + Self.rest)
    return cast
  }
}
