import Metrics
import Testing

@testable import TUI

@Suite struct ClientOrderTests {
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
      let descending = sort.isDescending != reversed
      let sorted = clients.indices.sorted { left, right in
        let groups = onTop ? (clients[left].activity.group, clients[right].activity.group) : (0, 0)
        if groups.0 != groups.1 { return groups.0 < groups.1 }
        switch (sort.value(clients[left]), sort.value(clients[right])) {
        case (let a?, let b?) where a != b: return descending ? a > b : a < b
        case (nil, _?): return false
        case (_?, nil): return true
        default: return left < right
        }
      }
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
}
