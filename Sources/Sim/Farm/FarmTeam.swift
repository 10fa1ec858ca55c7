import Foundation
import Plain
import Ranks

/// The ranks of a job and how much each can do at once.
public struct FarmTeam: Sendable {
  /// What they talk over.
  public var wire: any Wire
  /// Workers of each rank.
  public var workers: [Int]
  /// Name of each rank's machine.
  public var hosts: [String]
  /// Hears, in a sentence, that the ranks cannot go on; it may end the process.
  public var fail: @Sendable (String) -> Void

  /// Makes a team; `workers` has one number a rank, of which each is at least 1, and `hosts` as many names.
  public init(
    wire: any Wire, workers: [Int], hosts: [String],
    fail: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.wire = wire
    self.workers = workers
    self.hosts = hosts
    self.fail = fail
  }

  /// What people call a rank, such as `rank 1 on node7`.
  public func name(_ rank: Int) -> String { "rank \(rank) on \(hosts[rank])" }

  /// Tells the other ranks that nothing more comes, and hears out what they still send: one that is sending would wait in
  /// vain for this rank to take it.
  ///
  /// - Returns: those that did not say that they are done, after as long as a rank may be silent.
  public func dismiss() -> [Int] {
    tell(.end)
    var missing = Set(workers.indices.dropFirst())
    let latest = ContinuousClock.now + Farm.patience
    while !missing.isEmpty, .now < latest {
      guard let (rank, bytes) = wire.receive() else {
        usleep(200)
        continue
      }
      if case .over? = try? Packed.value(FarmNews.self, from: bytes) { missing.remove(rank) }
    }
    return missing.sorted()
  }

  func tell(_ order: FarmOrder) {
    let bytes = order.packed
    for rank in workers.indices.dropFirst() { wire.send(bytes, to: rank) }
  }
}
