import Metrics

/// Where everything is in the table of clients: what draws it and what a click in it means go by the same.
struct ClientTable {
  /// Clients in the order of their rows.
  var order: ClientOrder
  /// Digits of the longest id.
  let idWidth: Int
  /// Columns to the right of the curriculum bar.
  let columns: [ClientColumn]
  /// Cells of the bar.
  let bar: Int
  /// Rows for clients.
  let rows: Int
  /// Place in the order of the first row.
  let top: Int

  /// Lays the table out on a canvas.
  init(_ scene: Scene, on canvas: Canvas) {
    let clients = scene.snapshot.clients
    order = ClientOrder(clients, state: scene.state)
    idWidth = max(2, String(clients.count - 1).count)
    // Mark, id, percentage and the scroll mark; the bar and the columns share the rest.
    let room = canvas.width - (2 + idWidth + 1 + 5 + 1)
    columns = ClientColumn.fitting(room, ordered: scene.state.sort)
    bar = min(30, max(0, room - columns.reduce(0) { $0 + $1.width + 1 }))
    rows = max(0, canvas.height - 1)
    let selected = scene.state.selectedClient.flatMap { [order] in order.row(of: $0) }
    top = scene.state.top(of: .clients, selected: selected, rows: rows, count: order.count)
  }

  /// What a cell is.
  func target(x: Int, y: Int) -> MouseTarget? {
    guard y > 0 else { return heading(x).map(MouseTarget.heading) }
    let row = top + y - 1
    return y <= rows && row < order.count ? .row(row, top: top) : nil
  }

  /// The order that the heading over a column asks for.
  private func heading(_ x: Int) -> ClientSort? {
    var end = 2 + idWidth
    if x < end { return .id }
    end += 1 + bar + 5
    if x < end { return .share }
    for column in columns {
      end += column.width + 1
      if x < end { return column.sort }
    }
    return nil
  }
}
