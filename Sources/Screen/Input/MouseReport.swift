import TUI

/// Reads what a terminal reports of the mouse in SGR form: `ESC [ < button;column;row M`, or `m` when a button came up.
enum MouseReport {
  /// The event of `parameters`, without the bracket at their start, and a final byte; nil: nothing that means something here.
  ///
  /// Shift, Alt and Control are dropped, as those of keys are.
  static func event(_ parameters: ArraySlice<UInt8>, final: UInt8) -> MouseEvent? {
    let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let numbers = parts.compactMap(number)
    guard parts.count == 3, numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let isUp = final == UInt8(ascii: "m")
    guard let (kind, button) = meaning(numbers[0], isUp: isUp) else { return nil }
    return MouseEvent(kind, button, column: numbers[1] - 1, row: numbers[2] - 1)
  }

  /// A number that a terminal may mean: digits alone, and no more of them than a screen has columns.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func meaning(
    _ code: Int, isUp: Bool
  ) -> (MouseEvent.Kind, MouseEvent.Button)? {
    let modifiers = 4 | 8 | 16, motion = 32, wheel = 64
    switch code & ~modifiers {
    case wheel where !isUp: return (.wheelUp, .left)
    case wheel + 1 where !isUp: return (.wheelDown, .left)
    case let plain where plain & ~(motion | 3) == 0:
      guard let button = [MouseEvent.Button.left, .middle, .right].dropFirst(plain & 3).first
      else { return nil }
      return (isUp ? .release : plain & motion == 0 ? .press : .drag, button)
    default: return nil
    }
  }
}
