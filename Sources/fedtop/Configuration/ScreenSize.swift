import Host
import TUI

extension Size {
  /// A screen as `--size` gives it, such as `120x36`.
  /// - Throws: a usage `Failure`.
  init(option text: String) throws(Failure) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard parts.count == 2, parts.allSatisfy((1...1000).contains) else {
      throw Failure("--size \(text): must be COLUMNSxROWS, such as 120x36", .usage)
    }
    self.init(width: parts[0], height: parts[1])
  }
}
