import Metrics
import Plain

/// Clients in a wanted order, sorted only where somebody looks.
///
/// Making one costs no more than the clients that anything is known of: all others are alike but for their ids, and stand
/// behind them in the order of these. Only a filter of digits and an order by data go over all. A window of k rows is found by partial
/// selection, so that a million clients can be redrawn every frame. The order is total (ties go by id), hence the same in
/// every frame.
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

  /// Clients that differ from one that was never sampled in what the order goes by.
  private var entries: [Entry] = []
  /// All others, which come behind them.
  private var rest: AllBut
  /// Whether the others come from the last to the first.
  private let isRestReversed: Bool
  /// Clients that the filter matches; 0 for a filter that is ignored for that.
  let matching: Int

  /// Orders clients as `state` asks; a filter that matches nobody is ignored.
  init(_ clients: Clients, state: MonitorState) {
    let hidden = Self.hidden(clients, state.filter)
    matching = clients.count - hidden.count
    let descending = state.sort.isDescending != state.sortReversed
    isRestReversed = descending && state.sort == .id
    let idle = ClientState.Activity.idle.group
    // Whatever does not match is one of the others that are left out.
    rest = AllBut(clients.count, except: matching > 0 ? hidden : [])
    func add(_ client: ClientState) {
      guard rest.contains(client.id) else { return }
      let group = state.cohortOnTop ? client.activity.group : idle
      let value = state.sort.value(client)
      guard group != idle || (value != nil && state.sort != .id) else { return }
      entries.append(
        Entry(
          group: group, value: value.map { descending ? -$0 : $0 } ?? .infinity, id: client.id))
    }
    if state.sort.isOfData { clients.forEach(add) } else { clients.touched.forEach(add) }
    rest = rest.except(entries.map(\.id))
  }

  /// Clients that a filter does not let through: it is found neither in the id nor in the activity.
  private static func hidden(_ clients: Clients, _ text: String) -> [Int] {
    guard !text.isEmpty else { return [] }
    let filter = TextFilter(text)
    let activities = ClientState.Activity.allCases.filter { filter.matches($0.word) }
    let touched = clients.touched.filter { !activities.contains($0.activity) }.map(\.id)
    let others =
      activities.contains(.idle)
      ? touched : AllBut(clients.count, except: clients.touched.map(\.id)) + touched
    guard filter.isPattern else {
      let digits = Digits(text)
      return others.filter { digits?.isPart(of: $0) != true }
    }
    let isFound = IdMatches.all(text, filter, below: clients.count)
    return others.filter { !isFound[$0] }
  }

  /// Clients in the order.
  var count: Int { entries.count + rest.count }

  /// Indices of the clients in rows `range` of the order.
  mutating func window(_ range: Range<Int>) -> [Int] {
    let range = range.clamped(to: 0..<count)
    let own = range.clamped(to: entries.indices)
    if !own.isEmpty {
      select(own.lowerBound, in: entries.indices)
      select(own.upperBound, in: own.lowerBound..<entries.count)
    }
    let first = max(0, range.lowerBound - entries.count)
    let others = first..<max(first, range.upperBound - entries.count)
    return entries[own].sorted { $0 < $1 }.map(\.id)
      + others.map { rest[isRestReversed ? rest.count - 1 - $0 : $0] }
  }

  /// The row of a client; nil when it is filtered out.
  func row(of id: Int) -> Int? {
    if let entry = entries.first(where: { $0.id == id }) {
      return entries.count { $0 < entry }
    }
    return rest.place(of: id).map {
      entries.count + (isRestReversed ? rest.count - 1 - $0 : $0)
    }
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

/// Decimal digits that are looked for in numbers.
private struct Digits {
  private let value: Int
  /// Ten to the number of digits, and to one less.
  private let end: Int
  private let least: Int

  /// Nil for a text that is no such digits, or more than any number has.
  init?(_ text: String) {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int(text)
    else { return nil }
    self.value = value
    least = text.utf8.dropFirst().reduce(1) { power, _ in 10 * power }
    end = 10 * least
  }

  /// Whether they stand somewhere in the digits of a number.
  func isPart(of number: Int) -> Bool {
    var rest = number
    repeat {
      // A part must have as many digits, zeros in front of a number are not written.
      if rest % end == value, rest >= least || least == 1 { return true }
      rest /= 10
    } while rest > 0
    return false
  }
}
