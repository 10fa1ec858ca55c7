import Testing

@testable import Metrics

@Suite struct ClientsTests {
  private func clients(_ count: Int) -> Clients {
    let numbers = Array(0..<count)
    return Clients(
      count: count, samples: numbers.map { 10 * $0 }, batches: numbers,
      skew: numbers.map(Double.init))
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000])
  func theyHoldWhatTheArrayHolds(count: Int) {
    var clients = clients(count)
    var array = (0..<count).map {
      ClientState(id: $0, samples: 10 * $0, batches: $0, skew: Double($0))
    }
    #expect(Array(clients) == array && clients.count == count && clients.indices == array.indices)
    #expect(Array(clients.touched).isEmpty)
    let changed = Array(stride(from: 0, to: count, by: 7))
    for index in changed.reversed() + changed {
      clients[index].bytesUp += 1000
      array[index].bytesUp += 1000
    }
    #expect(Array(clients) == array)
    #expect(Array(clients.touched) == changed.map { array[$0] })
  }

  @Test func aCopyDoesNotSeeWhatIsChangedLater() {
    var clients = clients(100)
    clients[41].bytesUp = 1
    let copy = clients
    clients[40].bytesUp = 2
    #expect(copy.map(\.bytesUp).reduce(0, +) == 1 && copy != clients)
    #expect(clients[40].bytesUp == 2 && clients[41] == copy[41])
  }

  /// Very many clients are a number, and what is not told of them is not made up.
  @Test func aMillionThatAreNotTold() {
    var clients = Clients(count: 1_000_000)
    clients[999_999].batchesUsed = 3
    #expect(clients[7] == ClientState(id: 7, samples: nil, batches: 0, skew: 0))
    #expect(clients.touched.map(\.id) == [999_999])
  }
}
