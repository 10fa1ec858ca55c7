/// Bytes on the simulated wire, against what sending every LoRA layer would have cost.
public struct ByteLedger: Sendable, Equatable {
  /// Bytes from clients to the server.
  public private(set) var up = 0
  /// Bytes from the server to clients.
  public private(set) var down = 0
  /// Bytes, both directions, that dense LoRA traffic would have taken in the same number of messages.
  public private(set) var dense = 0

  /// An empty ledger.
  public init() {}

  /// Bytes in both directions.
  public var total: Int { up.adding(clamping: down) }

  /// Traffic as a share of dense LoRA traffic; nil before the first round.
  public var shareOfDense: Double? { dense > 0 ? Double(total) / Double(dense) : nil }

  /// Adds one round's traffic, bytes.
  public mutating func add(up: Int, down: Int, dense: Int) {
    self.up = self.up.adding(clamping: up)
    self.down = self.down.adding(clamping: down)
    self.dense = self.dense.adding(clamping: dense)
  }
}

extension ClientReport {
  /// Messages of the client: what it was sent, and what it sent back.
  ///
  /// Of one that failed its bytes tell which there were; one that comes late was sent its message in an earlier round, if that was
  /// charged then.
  var messages: Int {
    let wentUp = failure == nil || bytesUp > 0
    let cameDown = (failure == nil && staleness == nil) || bytesDown > 0
    return (wentUp ? 1 : 0) + (cameDown ? 1 : 0)
  }
}

/// Sums of numbers that can come from a file that somebody edited: the nearest number there is in
/// place of a trap.
extension Int {
  func adding(clamping other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  func multiplied(clamping other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
