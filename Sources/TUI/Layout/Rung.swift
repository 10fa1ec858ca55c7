/// A rung of the ladder of screen sizes: how much of the monitor is shown.
public enum Rung: Int, Sendable, Comparable, CaseIterable {
  /// Nothing to draw on.
  case nothing
  /// One letter: the state.
  case letter
  /// One line.
  case line
  /// Status lines.
  case lines
  /// Panes one above the other, as many as there is room for; the others as one line each.
  case stack
  /// Two columns, without the log where they are low.
  case compact
  /// Two columns, all panes.
  case standard
  /// Two columns, all panes with all their detail.
  case full
  /// Three columns.
  case wide

  /// The highest rung that `size` has room for.
  public init(_ size: Size) {
    self = Self.allCases.last { $0.fits(size) } ?? .nothing
  }

  /// Least size.
  var minimum: Size {
    switch self {
    case .nothing: Size(width: 0, height: 0)
    case .letter: Size(width: 1, height: 1)
    case .line: Size(width: 4, height: 1)
    case .lines: Size(width: 20, height: 4)
    case .stack: Size(width: 24, height: 6)
    case .compact: Size(width: 80, height: 6)
    case .standard: Size(width: 100, height: 30)
    case .full: Size(width: 120, height: 36)
    case .wide: Size(width: 180, height: 36)
    }
  }

  private func fits(_ size: Size) -> Bool {
    size.width >= minimum.width && size.height >= minimum.height
  }

  /// Orders by how much is shown.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
