/// A configuration file that makes no sense; each case prints as one line.
enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// There is no such file.
  case notFound(path: String)
  /// It cannot be read as TOML.
  case malformed(path: String, line: Int, reason: String)
  /// A key or value that is wrong.
  case setting(path: String, line: Int?, reason: String)

  var isNotFound: Bool {
    if case .notFound = self { true } else { false }
  }

  var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such configuration file; `fedtop config --print` writes one to start from"
    case .malformed(let path, let line, let reason):
      "\(path):\(line): not TOML: \(reason)"
    case .setting(let path, let line?, let reason):
      "\(path):\(line): \(reason)"
    case .setting(let path, nil, let reason):
      "\(path): \(reason)"
    }
  }
}
