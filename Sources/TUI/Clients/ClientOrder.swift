import Metrics

/// Clients in a wanted order, sorted only where somebody looks.
///
/// Making one is O(clients); a window of k rows costs O(clients + k log k) by partial selection, so
/// that ten thousand clients can be redrawn every frame. The order is total (ties go by id), hence
/// the same in every frame.
struct ClientOrder {
  private struct Entry {
    var group: Int
    var value: Double
    var id: Int

    static func < (left: Entry, right: Entry) -> Bool {
      if left.group != right.group { return left.group < right.group }
      if left.value != right.value { return left.value < right.value }
      return left.id < right.id
    }
  }

  private var entries: [Entry] = []

  /// Orders clients as `state` asks; a filter that matches nobody is ignored.
  init(_ clients: Pages<ClientState>, state: MonitorState) {
    entries.reserveCapacity(clients.count)
    let descending = state.sort.isDescending != state.sortReversed
    let filter = state.filter.lowercased()
    for index in clients.indices where Self.matches(clients[index], filter) {
      let value = state.sort.value(clients[index])
      entries.append(
        Entry(
          group: state.cohortOnTop ? clients[index].activity.group : 0,
          value: value.map { descending ? -$0 : $0 } ?? .infinity, id: index))
    }
    if entries.isEmpty, !filter.isEmpty {
      var unfiltered = state
      unfiltered.filter = ""
      self = ClientOrder(clients, state: unfiltered)
    }
  }

  /// Clients in the order.
  var count: Int { entries.count }

  /// Whether a client's id or activity contains `filter`, which is lowercase.
  static func matches(_ client: ClientState, _ filter: String) -> Bool {
    filter.isEmpty || String(client.id).contains(filter) || client.activity.word.contains(filter)
  }

  /// Indices of the clients in rows `range` of the order.
  mutating func window(_ range: Range<Int>) -> [Int] {
    let range = range.clamped(to: 0..<entries.count)
    guard !range.isEmpty else { return [] }
    select(range.lowerBound, in: 0..<entries.count)
    select(range.upperBound, in: range.lowerBound..<entries.count)
    return entries[range].sorted { $0 < $1 }.map(\.id)
  }

  /// The row of a client; nil when it is filtered out.
  func row(of id: Int) -> Int? {
    guard let entry = entries.first(where: { $0.id == id }) else { return nil }
    return entries.reduce(0) { $0 + ($1 < entry ? 1 : 0) }
  }

  /// Moves the `place` smallest entries of `range` (counted from the start of all) before `place`
  /// (quickselect).
  private mutating func select(_ place: Int, in range: Range<Int>) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    guard place > low, place <= high else { return }
    while low < high {
      let pivot = median(entries[low], entries[(low + high) / 2], entries[high])
      var left = low
      var right = high
      while left <= right {
        while entries[left] < pivot { left += 1 }
        while pivot < entries[right] { right -= 1 }
        if left <= right {
          entries.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return
      }
    }
  }

  private func median(_ a: Entry, _ b: Entry, _ c: Entry) -> Entry {
    if a < b { return b < c ? b : (a < c ? c : a) }
    return a < c ? a : (b < c ? c : b)
  }
}
