import Testing

@testable import Sim

struct MajorityFloorTests {
  @Test func itIsWhatAnsweringWithoutReadingGives() throws {
    let federation = try SmallRun.federation {
      $0.trainSamples = 200
      $0.testSamples = 100
      $0.alpha = 0.1
    }
    let floor = MajorityFloor(federation)
    var right = 0
    for (samples, tested) in zip(federation.partition, federation.testPartition) {
      var counts = [Int](repeating: 0, count: federation.dataset.labelNames.count)
      for sample in samples { counts[federation.train.labels[sample]] += 1 }
      let own = counts.firstIndex(of: counts.max() ?? 0)
      right += tested.count { federation.test.labels[$0] == own }
    }
    #expect(floor.personal == Double(right) / 100)
    let global = try #require(floor.everybody)
    #expect(try #require(floor.personal) > global, "clients of few labels are easy to guess")
    let started = try SmallRun.record { $0.rounds = 1 }.events.first
    guard case .runStarted(let event)? = started else {
      Issue.record("a run begins with its description")
      return
    }
    #expect(event.majorityPersonal != nil && event.majorityAccuracy != nil)
  }
}
