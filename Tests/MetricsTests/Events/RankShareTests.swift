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

  @Test func aDifferenceAndItsStartMakeTheWhole() {
    let start = RankShare(
      host: "a", workers: 2, clients: 1, jobs: 2, busySeconds: 0.5, bytesDown: 8, bytesUp: 4)
    let whole = RankShare(
      host: "a", workers: 2, clients: 5, jobs: 9, busySeconds: 2, bytesDown: 80, bytesUp: 16)
    #expect((whole - start) + start == whole)
    #expect((whole - start).clients == 4 && (whole - start).bytesUp == 12)
  }
}
