extension Preset {
  /// Every pane in its own place: what the monitor begins with.
  public static let everything = Preset(name: "everything", columns: [])

  /// Presets that are part of the program, in the order of the key that goes through them.
  public static let builtIns: [Preset] = [
    .everything,
    Preset(name: "learning", [(1, [(.learning, 1), (.bytes, 0)])]),
    Preset(name: "clients", [(1, [(.clients, 1), (.knobs, 0)])]),
    // Layers by rounds stand over the same rounds as the curves.
    Preset(name: "fisher", [(1, [(.fisher, 3), (.learning, 2)])]),
    Preset(name: "bytes-and-log", [(1, [(.bytes, 0), (.log, 1)])]),
  ]

  /// A preset in short: columns with their weights, and panes with theirs.
  private init(name: String, _ columns: [(Int, [(PaneKind, Int)])]) {
    self.name = name
    self.columns = columns.map { weight, panes in
      Column(weight: weight, panes: panes.map { Share(pane: $0, weight: $1) })
    }
  }
}
