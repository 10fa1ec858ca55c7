import Foundation
import Metrics
import Testing

@testable import TUI

/// What a frame costs at 160x45 with ten thousand clients and two hundred rounds: `FEDTOP_FRAMES=1 make test ARGS="--filter
/// FrameCostTests"` prints the table of docs/performance.md.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FEDTOP_FRAMES"] != nil))
struct FrameCostTests {
  /// Medians over the frames of a scene.
  private struct Cost {
    var fold = 0.0
    var draw = 0.0
    var bytes = 0
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// Processor time of this thread: the machine may have other work.
  private static func milliseconds(_ work: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) * 1e-6
    }
    let start = now()
    work()
    return now() - start
  }

  /// Draws a frame behind each event of some, or the same frame as often; the events come back around.
  private func cost(_ keys: String, isBusy: Bool) -> Cost {
    var run = SampleRun()
    (run.clients, run.rounds, run.cohort) = (10_000, 200, 100)
    var snapshot = run.snapshot
    var last = run
    last.rounds = 201
    let events = last.events.suffix(120).filter {
      if case .clientFinished = $0 { true } else { false }
    }
    var monitor = Monitor(theme: .standard)
    for key in keys {
      _ = monitor.handle(key == "\n" ? .enter : .character(key), snapshot: snapshot)
    }
    let capabilities = Capabilities(colors: .indexed, unicode: true)
    let size = Size(width: 160, height: 45)
    var (folds, draws, bytes): ([Double], [Double], [Double]) = ([], [], [])
    var shown = monitor.render(snapshot, size: size, capabilities: capabilities, now: 0)
    // What the screen holds while the run goes on.
    var held = snapshot
    for frame in 0..<61 {
      if isBusy {
        let event = events[frame % events.count]
        folds.append(Self.milliseconds { snapshot.apply(event) })
        held = snapshot
      }
      var grid = shown
      draws.append(
        Self.milliseconds {
          grid = monitor.render(
            held, size: size, capabilities: capabilities, now: Double(frame) / 20)
        })
      bytes.append(Double(GridText.changes(from: shown, to: grid).utf8.count))
      shown = grid
    }
    return Cost(
      fold: Self.median(folds), draw: Self.median(draws), bytes: Int(Self.median(bytes)))
  }

  @Test func table() {
    let scenes = [
      ("clients by loss", "ss"), ("one client", "jj\n"), ("tenths of clients", "2zee"),
      ("log, rare filter", "6/zzz\n"),
    ]
    for (name, keys) in scenes {
      for isBusy in [false, true] {
        let cost = cost(keys, isBusy: isBusy)
        let (fold, draw) = (Units.fixed(cost.fold, 3), Units.fixed(cost.draw, 2))
        print(
          "frame-cost | \(name) | \(isBusy ? "busy" : "idle") | \(fold) | \(draw) | \(cost.bytes) |"
        )
        #expect(cost.draw < 1000)
      }
    }
  }
}
