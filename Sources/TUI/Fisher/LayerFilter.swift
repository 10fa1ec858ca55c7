import Metrics

/// Which layers and modules the Fisher pane shows, as it is typed: numbers, ranges and parts of a module's name, as in
/// `0-3 value`, or a pattern that names of layers (`L4`) or modules match.
///
/// What names no module leaves all of them, and the same of layers.
struct LayerFilter {
  /// Layers that are shown, ascending; all where none is named.
  let layers: [Int]
  /// Places of the modules that are shown, ascending; all where none is named.
  let modules: [Int]
  /// Whether each thing that is named is there; where one is not, everything is shown.
  let isMatch: Bool

  /// Reads a filter for so many layers and modules with these names.
  init(_ text: String, layers count: Int, modules names: [String]) {
    var layers: Set<Int> = [], modules: Set<Int> = []
    let words = text.hasPrefix("/") ? [text] : text.split { " ,".contains($0) }.map(String.init)
    var isMatch = true
    for word in words {
      let filter = TextFilter(word)
      let range = Self.range(word)
      let found = (0..<count).filter { layer in
        filter.isPattern ? filter.matches("L\(layer)") : range?.contains(layer) ?? false
      }
      let named = range == nil ? names.indices.filter { filter.matches(names[$0]) } : []
      isMatch = isMatch && !(found.isEmpty && named.isEmpty)
      layers.formUnion(found)
      modules.formUnion(named)
    }
    self.isMatch = isMatch
    self.layers = isMatch && !layers.isEmpty ? layers.sorted() : Array(0..<count)
    self.modules = isMatch && !modules.isEmpty ? modules.sorted() : Array(names.indices)
  }

  /// Reads a filter for the layers and modules of a run.
  init(_ text: String, of run: RunSnapshot) {
    // The scores of the choice are there before the first Fisher information of a round.
    let scored = run.initialisation?.layerScores.count ?? 0
    self.init(text, layers: max(run.fisher.count, scored), modules: HeatMatrix.modules(run))
  }

  /// The layers of `4`, `L4`, `0-3`, `L0-L3` or `6-`; nil for a word that is none of these.
  private static func range(_ word: String) -> ClosedRange<Int>? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end in
      end.first == "L" || end.first == "l" ? end.dropFirst() : end
    }
    guard ends.count <= 2, let first = ends.first.flatMap({ Int($0) }), first >= 0 else {
      return nil
    }
    guard ends.count == 2 else { return first...first }
    guard let last = ends[1].isEmpty ? Int.max : Int(ends[1]), last >= 0 else { return nil }
    return min(first, last)...max(first, last)
  }
}
