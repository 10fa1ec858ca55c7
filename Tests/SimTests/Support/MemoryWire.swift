import Foundation
import Plain
import Ranks
import Synchronization
import Testing

@testable import Sim

/// Ranks of one process: what is sent lies in memory, and whose message is taken first is drawn.
final class MemoryWire: Wire {
  /// What lies between all ranks: by receiver and sender.
  final class Hub: Sendable {
    let boxes: Mutex<[[[[UInt8]]]]>
    let random = Mutex(SplitMix64(seed: 7))

    init(_ size: Int) {
      boxes = Mutex(Array(repeating: Array(repeating: [], count: size), count: size))
    }
  }

  let hub: Hub
  let rank: Int
  let size: Int
  let isMoving = false

  init(_ hub: Hub, rank: Int, size: Int) {
    self.hub = hub
    self.rank = rank
    self.size = size
  }

  func send(_ bytes: [UInt8], to rank: Int) {
    hub.boxes.withLock { $0[rank][self.rank].append(bytes) }
  }

  func receive() -> (from: Int, bytes: [UInt8])? {
    let turn = hub.random.withLock { $0.next() }
    return hub.boxes.withLock { boxes in
      let senders = boxes[rank].indices.filter { !boxes[rank][$0].isEmpty }
      guard !senders.isEmpty else { return nil }
      let from = senders[Int(turn % UInt64(senders.count))]
      return (from, boxes[rank][from].removeFirst())
    }
  }

  /// Lets `work` be rank 0 of `size`, with a thread for each of the others; `workers` is how many each rank has.
  static func withRanks<Result>(
    _ size: Int, workers: Int, _ federation: Federation, _ work: (FarmTeam) throws -> Result
  ) throws -> Result {
    let hub = Hub(size)
    let ended = DispatchGroup()
    for rank in 1..<max(1, size) {
      var own = federation.settings
      own.workers = workers
      let other = try Federation(own)
      ended.enter()
      Thread.detachNewThread {
        try? FarmHelper(other, wire: MemoryWire(hub, rank: rank, size: size)).serve()
        ended.leave()
      }
    }
    let wire = MemoryWire(hub, rank: 0, size: size)
    let team = FarmTeam(
      wire: wire, workers: Array(repeating: workers, count: size),
      hosts: (0..<size).map { "node\($0 / 2)" })
    let result = Swift.Result { try work(team) }
    #expect(team.dismiss() == [])
    ended.wait()
    return try result.get()
  }
}
