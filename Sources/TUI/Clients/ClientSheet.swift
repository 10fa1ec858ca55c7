import Metrics

/// Where everything is in the sheet of the clients' data: what draws it and what a click in it means go by the same.
struct ClientSheet {
  /// A column of heat: some labels, of which there is more than one only where not all have a column.
  struct Column {
    let title: String
    let labels: [Int]
  }

  /// Clients in the order of their rows.
  var order: ClientOrder
  /// Digits of the longest id.
  let idWidth: Int
  /// Samples by client and label; nil where the record tells sizes alone.
  let counts: LabelCounts?
  /// Columns of heat.
  let columns: [Column]
  /// Cells of a column, with the gap behind it.
  let cell: Int
  /// Digits of the largest count where counts stand beside the heat, else nothing.
  let digits: Int
  /// The row of the first client: under the heading and, where there is room, what all of them have.
  let first: Int
  /// Rows for clients.
  let rows: Int
  /// Rows below them for words.
  let words: Int
  /// Place in the order of the first row.
  let top: Int

  static let sizeWidth = 5
  static let skewWidth = 4

  /// Lays the sheet out on a canvas.
  init(_ scene: Scene, on canvas: Canvas) {
    let clients = scene.snapshot.clients
    order = ClientOrder(clients, state: scene.state)
    idWidth = max(3, String(clients.count - 1).count)
    counts = LabelCounts(scene.snapshot)
    first = canvas.height >= 7 && counts != nil ? 2 : 1
    words = canvas.height >= 7 ? 2 : canvas.height >= 4 ? 1 : 0
    rows = max(0, canvas.height - first - words)
    // The mark at the right is of the place among more clients than are shown.
    let room = max(0, canvas.width - Self.heat(idWidth) - 1)
    let labels = counts?.all.count ?? 0
    // As wide as the percentages of all in any case.
    let widest = max(3, String(counts?.clients.reduce(0) { max($0, $1.max() ?? 0) } ?? 0).count)
    cell = max(1, min(widest + 7, room / max(1, labels)))
    digits = cell >= widest + 3 ? widest : 0
    columns = counts.map { [cell] in Self.columns($0, room: room, cell: cell) } ?? []
    let selected = scene.state.selectedClient.flatMap { [order] in order.row(of: $0) }
    top = scene.state.top(of: .clients, selected: selected, rows: rows, count: order.count)
  }

  /// The first cell of the heat.
  static func heat(_ idWidth: Int) -> Int { 2 + idWidth + 1 + sizeWidth + 1 + skewWidth + 1 }

  /// A column a label; where there is no room for that, of the most frequent ones, with one for all others at the end.
  private static func columns(_ counts: LabelCounts, room: Int, cell: Int) -> [Column] {
    let labels = Array(counts.all.indices)
    let titles = titles(counts.names, width: cell > 2 ? cell - 1 : cell)
    guard labels.count > room else { return labels.map { Column(title: titles[$0], labels: [$0]) } }
    guard room > 1 else { return [] }
    let frequent = labels.sorted { (counts.all[$1], $0) < (counts.all[$0], $1) }.prefix(room - 1)
    let shown = Set(frequent)
    return frequent.sorted().map { Column(title: titles[$0], labels: [$0]) }
      + [Column(title: "+", labels: labels.filter { !shown.contains($0) })]
  }

  /// Names as they fit into a column; numbers where too little of the names would be seen to tell them apart.
  private static func titles(_ names: [String], width: Int) -> [String] {
    let cut = names.map { Text.head($0, width: width) }
    return Set(cut).count == names.count ? cut : names.indices.map(String.init)
  }

  /// What a cell is.
  func target(x: Int, y: Int) -> MouseTarget? {
    let row = top + y - first
    if (first..<first + rows).contains(y), row < order.count { return .row(row, top: top) }
    guard y == 0 else { return nil }
    if x < 2 + idWidth { return .heading(.id) }
    if x < 2 + idWidth + 1 + Self.sizeWidth { return .heading(.size) }
    return x < Self.heat(idWidth) ? .heading(.skew) : nil
  }
}
