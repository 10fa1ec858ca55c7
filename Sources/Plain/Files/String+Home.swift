import Foundation

extension String {
  /// The path with the home directory in the place of `~/`: no shell puts it there in a file, in a quoted variable or behind a `=`.
  public var homeExpanded: String {
    guard self == "~" || hasPrefix("~/") else { return self }
    let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
    return home + dropFirst()
  }
}
