/// A pane of the monitor, by its name.
///
/// All that is known of it is in its record. Each pane's file has both, and the list below has a word for it.
public struct PaneKind: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// All panes: in this order tab goes through them, and columns show them from top to bottom.
  public static let allCases: [PaneKind] = [
    .clients, .learning, .fisher, .bytes, .knobs, .log, .ranks,
  ]

  /// The record of the pane.
  let pane: any Pane

  /// The pane with a record.
  init(_ pane: any Pane) { self.pane = pane }

  /// What its frame says.
  public var title: String { pane.title }

  /// Its title.
  public var description: String { pane.title }

  /// All panes, those that get rows first before the others.
  static let byPriority = allCases.sorted { $0.pane.priority < $1.pane.priority }

  /// The pane `step` places further in a cycle of panes; from one that is not among them, the first.
  func cycled(_ step: Int, among panes: [PaneKind] = allCases) -> PaneKind {
    guard let index = panes.firstIndex(of: self) else { return panes.first ?? self }
    return panes[index.cycled(by: step, of: panes.count)]
  }

  /// What it asks of its column, frame included.
  func demand(_ scene: Scene, width: Int) -> HeightDemand {
    HeightDemand(
      pane: self, minimum: pane.minimumRows(scene) + 2,
      preferred: pane.preferredRows(scene, width: width) + 2, appetite: pane.appetite)
  }

  /// Whether both are the same pane.
  public static func == (left: Self, right: Self) -> Bool { left.title == right.title }

  /// Panes are told apart by their titles.
  public func hash(into hasher: inout Hasher) { hasher.combine(title) }
}
