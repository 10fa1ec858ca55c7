import Screen
import TUI

/// A delegate that writes what it hears on the screen, where the test can read it.
final class Recorder: ScreenDelegate {
  private(set) var frames = 0
  private(set) var heard: [String] = []
  private(set) var costs: [FrameCost] = []
  let animates: Bool
  var countsBytes = false
  private let answer: (Key) -> ScreenAction

  /// Quits at `q` and at TERM; `answer` has the other keys.
  init(animates: Bool = false, answer: @escaping (Key) -> ScreenAction = { _ in .none }) {
    self.animates = animates
    self.answer = answer
  }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    frames += 1
    var grid = Grid(size)
    let lines = ["size \(size.width)x\(size.height) frame \(frames)."] + heard
    for (y, line) in lines.enumerated() {
      for (x, character) in line.enumerated() { grid[x, y] = Cell(character) }
    }
    grid[size.width - 1, size.height - 1] = Cell("#")
    return grid
  }

  func key(_ key: Key) -> ScreenAction {
    if key == .character("q") { return .quit }
    heard.append("key \(key).")
    return answer(key)
  }

  func signal(_ signal: ScreenSignal) -> ScreenAction {
    heard.append("signal \(signal).")
    return signal == .terminate ? .quit : .none
  }

  func captured(_ lines: [String]) { heard += lines.map { "stderr \($0)." } }

  func drew(_ cost: FrameCost) { costs.append(cost) }
}
