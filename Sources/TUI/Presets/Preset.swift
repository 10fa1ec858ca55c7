/// A layout with a name: which panes, in which columns, with what weights.
public struct Preset: Sendable, Hashable {
  /// What it is called.
  public let name: String
  /// Columns from left to right; empty where every pane stands in its own place.
  let columns: [Column]

  /// Panes above one another.
  struct Column: Sendable, Hashable {
    /// Its part of the screen's width.
    var weight = 1
    /// Panes from top to bottom.
    var panes: [Share]
  }

  /// A pane and its part of a column.
  struct Share: Sendable, Hashable {
    let pane: PaneKind
    /// 0: as many rows as it prefers.
    var weight = 0
  }

  /// The fewest columns of the screen that a column of panes is made for.
  static let narrowest = 38

  /// Its panes in the order of the list; those of an empty one are all.
  var panes: [PaneKind] {
    let named = Set(columns.flatMap(\.panes).map(\.pane))
    return named.isEmpty ? PaneKind.allCases : PaneKind.allCases.filter { named.contains($0) }
  }

  /// The columns on a screen that is so wide, at a rung.
  ///
  /// Where there is no room for all of them, the last ones stand below one another. A focused pane
  /// that is not among them stands below the last one for as long as it is focused.
  func columns(_ rung: Rung, width: Int, focused: PaneKind) -> [Column] {
    guard rung >= .stack else { return [] }
    guard !columns.isEmpty else { return Self.places(rung, focused: focused) }
    let most = rung == .stack ? 1 : max(1, width / Self.narrowest)
    var shown = Array(columns.prefix(most))
    for column in columns.dropFirst(most) {
      shown[most - 1].weight += column.weight
      shown[most - 1].panes += column.panes
    }
    if !panes.contains(focused) { shown[shown.count - 1].panes.append(Share(pane: focused)) }
    return shown
  }

  /// The columns in which all panes stand in their own places.
  private static func places(_ rung: Rung, focused: PaneKind) -> [Column] {
    if rung == .stack { return [Column(panes: PaneKind.byPriority.map { Share(pane: $0) })] }
    let weights = rung == .wide ? [36, 32, 32] : [46, 54]
    return weights.enumerated().map { index, weight in
      let panes = PaneKind.allCases.filter { kind in
        let place = kind.pane.place
        return (weights.count == 3 ? place.ofThree : place.ofTwo) == index
          && (rung >= place.from || kind == focused)
      }
      return Column(weight: weight, panes: panes.map { Share(pane: $0) })
    }
  }
}
