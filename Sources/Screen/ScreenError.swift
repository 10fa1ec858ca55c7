import Glibc

/// Why there is no screen; a program then goes on without one.
public enum ScreenError: Error, Equatable, CustomStringConvertible {
  /// The named stream (`stdin`, `stdout`) is a file or a pipe.
  case notATerminal(stream: String)
  /// ncurses knows no terminal of this name, or not enough about it to place a cursor.
  case unknownTerminal(name: String)
  /// A system call failed with this error number.
  case systemCall(name: String, number: Int32)

  /// What is missing, where, and what to do about it, in one line.
  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "not a terminal: \(stream): where there is none, `fedtop run` trains and `fedtop frame` shows"
    case .unknownTerminal(let name):
      "unknown terminal: TERM=\(name.isEmpty ? "(empty)" : name): "
        + "set TERM to a terminal that terminfo has, such as xterm-256color; without one, "
        + "`fedtop run` trains and `fedtop frame` shows"
    case .systemCall(let name, let number):
      "the terminal cannot be set up: \(name): \(String(cString: strerror(number)))"
    }
  }

  /// Whether something asked for does not exist; never.
  public var isNotFound: Bool { false }

  /// Whether reading or writing failed.
  public var isInputOutput: Bool {
    if case .systemCall = self { true } else { false }
  }
}
