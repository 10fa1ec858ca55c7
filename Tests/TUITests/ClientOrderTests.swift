import Metrics
import Testing

@testable import TUI

@Suite struct ClientOrderTests {
  /// Clients in the order of `state`, by comparing all with each other.
  private static func fullSort(
    _ chosen: [Int], of clients: Clients, _ state: MonitorState
  ) -> [Int] {
    let (sort, onTop) = (state.sort, state.cohortOnTop)
    let descending = sort.isDescending != state.sortReversed
    return chosen.sorted { left, right in
      let groups = onTop ? (clients[left].activity.group, clients[right].activity.group) : (0, 0)
      if groups.0 != groups.1 { return groups.0 < groups.1 }
      switch (sort.value(clients[left]), sort.value(clients[right])) {
      case (let a?, let b?) where a != b: return descending ? a > b : a < b
      case (nil, _?): return false
      case (_?, nil): return true
      default: return left < right
      }
    }
  }

  /// Windows found by selection equal the windows of a full sort, for every key, direction and
  /// place.
  @Test(arguments: ClientSort.allCases, [false, true])
  func windowsEqualAFullSort(sort: ClientSort, reversed: Bool) {
    let clients = SampleRun().snapshot.clients
    for onTop in [false, true] {
      var state = MonitorState()
      state.sort = sort
      state.sortReversed = reversed
      state.cohortOnTop = onTop
      let sorted = Self.fullSort(Array(clients.indices), of: clients, state)
      for start in stride(from: 0, to: 100, by: 7) {
        var order = ClientOrder(clients, state: state)
        let range = start..<min(100, start + 13)
        #expect(order.window(range) == Array(sorted[range]))
      }
      let order = ClientOrder(clients, state: state)
      for (row, client) in sorted.enumerated() { #expect(order.row(of: client) == row) }
    }
  }

  @Test func windowsOutsideAreCut() {
    var order = ClientOrder(SampleRun().snapshot.clients, state: MonitorState())
    #expect(order.window(95..<200).count == 5)
    #expect(order.window(200..<300).isEmpty)
    #expect(order.row(of: 1000) == nil)
  }

  @Test func filters() {
    let clients = SampleRun().snapshot.clients
    var state = MonitorState()
    state.filter = "Training"
    #expect(ClientOrder(clients, state: state).count == 2)
    state.filter = "99"
    #expect(ClientOrder(clients, state: state).count == 1)
    // A filter that matches nobody keeps the view.
    state.filter = "nobody"
    #expect(ClientOrder(clients, state: state).count == 100)
  }

  /// Between slashes a pattern, which is found in the id or in what the client does.
  @Test(arguments: ["", "1", "training", "^7"])
  func patterns(other: String) {
    let clients = Self.many(1000)
    // What was looked for before is kept, and must not be taken for this.
    for (filter, isFound) in [
      (other, { _ in true }), ("/^1.*7$", { $0 == 17 || (100...199).contains($0) && $0 % 10 == 7 }),
      ("/^1.*7$/", { $0 == 17 || (100...199).contains($0) && $0 % 10 == 7 }),
      (
        "/^(TRAINING|done)$/",
        { clients[$0].activity == .training || clients[$0].activity == .done }
      ),
      ("/(", { _ in true }), ("/", { _ in true }),
    ] as [(String, (Int) -> Bool)] {
      var state = MonitorState()
      (state.filter, state.cohortOnTop) = (filter, false)
      var order = ClientOrder(clients, state: state)
      guard filter != other else { continue }
      #expect(order.window(0..<1000) == clients.indices.filter(isFound), "\(filter)")
    }
  }

  /// A thousand clients of which few were ever sampled: the order is that of a full sort of all.
  @Test(arguments: ClientSort.allCases, ["", "7", "00", "07", "99", "10", "idle", "d", "done"])
  func thoseNeverSampledStandBehind(sort: ClientSort, filter: String) {
    let clients = Self.many(1000)
    for (reversed, onTop) in [(false, false), (false, true), (true, false), (true, true)] {
      var state = MonitorState()
      (state.sort, state.sortReversed, state.cohortOnTop) = (sort, reversed, onTop)
      state.filter = filter
      let matching = clients.indices.filter { index in
        String(index).contains(filter) || clients[index].activity.word.contains(filter)
          || filter.isEmpty
      }
      let sorted = Self.fullSort(matching, of: clients, state)
      var order = ClientOrder(clients, state: state)
      #expect(order.count == sorted.count && order.matching == sorted.count)
      #expect(order.window(0..<1000) == sorted)
      #expect(order.window(13..<21) == Array(sorted.dropFirst(13).prefix(8)))
      for (row, client) in sorted.enumerated() where row % 17 == 0 {
        #expect(order.row(of: client) == row)
      }
    }
  }

  /// A run of so many clients that has sampled few of them, and told nothing of them before.
  private static func many(_ count: Int) -> Clients {
    var run = SampleRun()
    (run.clients, run.rounds) = (count, 5)
    var snapshot = RunSnapshot()
    for event in run.events {
      if case .initialised = event { continue }
      snapshot.apply(event)
    }
    return snapshot.clients
  }
}
