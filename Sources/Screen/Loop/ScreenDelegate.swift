import TUI

/// What a screen shows and who answers its keys.
///
/// Called on the thread that runs the screen.
public protocol ScreenDelegate: AnyObject {
  /// The picture of this moment; `now` is monotonic time in seconds.
  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid
  /// Answers a key, Ctrl-C and Ctrl-Z among them.
  func key(_ key: Key) -> ScreenAction
  /// Answers a signal from outside.
  func signal(_ signal: ScreenSignal) -> ScreenAction
  /// Takes lines that were written to stderr; they are printed once more when the screen is left.
  func captured(_ lines: [String])
  /// Takes what the last frame cost.
  func drew(_ cost: FrameCost)
  /// Whether the bytes of a frame are to be counted, which takes two more system calls.
  var countsBytes: Bool { get }
  /// Whether the picture changes with time alone; if not, the screen sleeps until it is woken.
  var animates: Bool { get }
  /// Whether there is nothing left to show; asked after a wake, and ends the run of the screen.
  var isOver: Bool { get }
}

extension ScreenDelegate {
  /// Leaves captured lines for the end.
  public func captured(_ lines: [String]) {}
  /// Does not look at the cost.
  public func drew(_ cost: FrameCost) {}
  /// Does not want to know.
  public var countsBytes: Bool { false }
  /// Still.
  public var animates: Bool { false }
  /// Never by itself.
  public var isOver: Bool { false }
}
