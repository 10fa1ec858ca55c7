/// The panes of the monitor, in the order of their number keys.
public enum PaneKind: Int, Sendable, CaseIterable {
  case clients = 1
  case learning, fisher, bytes, knobs, log

  /// What its frame says.
  public var title: String {
    switch self {
    case .clients: "clients"
    case .learning: "learning"
    case .fisher: "fisher"
    case .bytes: "bytes"
    case .knobs: "knobs"
    case .log: "log"
    }
  }

  /// The pane `step` places further in the cycle.
  func cycled(_ step: Int) -> PaneKind {
    let count = Self.allCases.count
    let index = ((rawValue - 1 + step) % count + count) % count
    return Self.allCases[index]
  }
}
