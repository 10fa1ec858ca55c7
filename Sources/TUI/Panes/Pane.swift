/// One pane of the monitor: what it needs, and how it draws itself into its frame.
protocol Pane {
  /// Which pane it is.
  var kind: PaneKind { get }
  /// Whether it makes use of more rows than it prefers.
  var isElastic: Bool { get }
  /// Rows inside of the frame without which it says too little.
  func minimumRows(_ scene: Scene) -> Int
  /// Rows inside of the frame that it wants, given its columns.
  func preferredRows(_ scene: Scene, width: Int) -> Int
  /// What the right end of its frame says.
  func note(_ scene: Scene) -> [Span]
  /// Draws into the inside of its frame.
  func render(_ scene: Scene, into canvas: inout Canvas)
  /// What the cell at (`x`, `y`) of its inside is, for clicks; nil: nothing that can be picked.
  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget?
  /// The pane in one line.
  func summary(_ scene: Scene) -> [Span]
}

extension PaneKind {
  /// The pane itself.
  var pane: any Pane {
    switch self {
    case .clients: ClientsPane()
    case .learning: LearningPane()
    case .fisher: FisherPane()
    case .bytes: BytesPane()
    case .knobs: KnobsPane()
    case .log: LogPane()
    }
  }
}

extension Pane {
  func note(_ scene: Scene) -> [Span] { [] }

  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? { nil }

  /// What it asks of its column, frame included.
  func demand(_ scene: Scene, width: Int) -> HeightDemand {
    HeightDemand(
      pane: kind, minimum: minimumRows(scene) + 2,
      preferred: preferredRows(scene, width: width) + 2,
      elastic: isElastic)
  }
}
