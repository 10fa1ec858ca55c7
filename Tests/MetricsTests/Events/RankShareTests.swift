import Foundation
import Metrics
import Testing

struct RankShareTests {
  @Test func busyIsTheShareOfAllItsWorkers() {
    let share = RankShare(host: "a", workers: 4, busySeconds: 6)
    #expect(share.busy(in: 2) == 0.75)
    // A clock that was set back, or a pause that was not seen, gives no more than all.
    #expect(share.busy(in: 1) == 1)
    #expect(share.busy(in: 0) == 0)
  }

  @Test func imbalanceIsHowMuchLongerTheBusiestWorkedThanTheMean() {
    // 3 s and 1 s a worker: the mean is 2 s.
    let shares = [
      RankShare(host: "a", workers: 2, busySeconds: 6),
      RankShare(host: "b", workers: 1, busySeconds: 1),
    ]
    #expect(shares.imbalance == 0.5)
    #expect([RankShare(host: "a", workers: 2, busySeconds: 6)].imbalance == 0)
    #expect([RankShare(host: "a", workers: 2)].imbalance == nil)
  }

  /// A thousand ranks: the record has the extreme ones and all together, in the room of a few.
  @Test func ofManyRanksARoundTellsTheExtremeOnes() throws {
    let shares = (0..<1000).map { rank in
      RankShare(
        host: "node\(rank / 4)", workers: 2, clients: 1, jobs: 3,
        busySeconds: Double(rank * 7919 % 1000) + 1, bytesDown: 10, bytesUp: 20)
    }
    var report = SampleEvents.round(1)
    report.note(shares)
    let told = try #require(report.ranks)
    // Rank 0 worked for a second, as the least busy.
    let seconds = (969...1000).reversed().map(Double.init) + (1...32).reversed().map(Double.init)
    #expect(told.map(\.busySeconds) == seconds)
    #expect(told.last?.rank == 0)
    for share in told { #expect(share.rank.map { shares[$0].busySeconds } == share.busySeconds) }
    let all = try #require(report.allRanks)
    #expect(all.ranks == 1000 && all.hosts == 250 && all.workers == 2000)
    #expect(all.clients == 1000 && all.jobs == 3000 && all.busySeconds == 500_500)
    #expect(all.bytesDown == 10_000 && all.bytesUp == 20_000 && all.imbalance == shares.imbalance)
    let data = try JSONEncoder().encode(RunEvent.roundFinished(report))
    #expect(data.count < 12_000)
    #expect(try JSONDecoder().decode(RunEvent.self, from: data) == .roundFinished(report))
  }

  @Test func rankZeroIsToldOfWhereverItStands() {
    let shares = (0..<200).map { rank in
      RankShare(host: "a", workers: 1, busySeconds: rank == 0 ? 100.5 : Double(rank))
    }
    let told = shares.told
    #expect(told.count == 64)
    #expect(told.compactMap(\.rank) == Array((168...199).reversed()) + [0] + (1...31).reversed())
  }

  /// Up to 64 ranks all stand in their order, as they did in files of older versions.
  @Test func ofFewRanksARoundTellsAll() {
    let shares = (0..<64).map { RankShare(host: "a", workers: 1, busySeconds: Double($0)) }
    var report = SampleEvents.round(1)
    report.note(shares)
    #expect(report.ranks == shares && report.rankTotal == nil)
    #expect(report.allRanks == RankTotal(shares))
  }

  @Test func aDifferenceAndItsStartMakeTheWhole() {
    let start = RankShare(
      host: "a", workers: 2, clients: 1, jobs: 2, busySeconds: 0.5, bytesDown: 8, bytesUp: 4)
    let whole = RankShare(
      host: "a", workers: 2, clients: 5, jobs: 9, busySeconds: 2, bytesDown: 80, bytesUp: 16)
    #expect((whole - start) + start == whole)
    #expect((whole - start).clients == 4 && (whole - start).bytesUp == 12)
  }
}
