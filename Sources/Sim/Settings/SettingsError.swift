/// A setting that makes no sense; each case prints as one line.
public enum SettingsError: Error, Equatable, CustomStringConvertible {
  /// A key that does not exist, with the nearest that does.
  case unknown(key: String, nearest: String?)
  /// A value of the wrong kind or out of bounds.
  case invalid(key: String, value: String, expected: String)
  /// Two settings that exclude each other.
  case conflict(String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unknown(let key, let nearest?):
      "unknown setting '\(key)': did you mean '\(nearest)'?"
    case .unknown(let key, nil):
      "unknown setting '\(key)': `fedtop config --print` lists them all"
    case .invalid(let key, let value, let expected):
      "\(key) = \(value): must be \(expected)"
    case .conflict(let sentence):
      sentence
    }
  }
}
