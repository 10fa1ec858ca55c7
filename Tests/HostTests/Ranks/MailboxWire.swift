import Ranks

/// A wire on which everything that is to come lies ready, and everything that is sent stays.
final class MailboxWire: Wire, @unchecked Sendable {
  // Unchecked: one test has it.
  let rank: Int
  let size: Int
  let isMoving = false
  var coming: [(from: Int, bytes: [UInt8])] = []
  private(set) var sent: [(bytes: [UInt8], rank: Int)] = []

  init(rank: Int, of size: Int) {
    self.rank = rank
    self.size = size
  }

  func send(_ bytes: [UInt8], to rank: Int) { sent.append((bytes, rank)) }

  func receive() -> (from: Int, bytes: [UInt8])? {
    coming.isEmpty ? nil : coming.removeFirst()
  }
}
