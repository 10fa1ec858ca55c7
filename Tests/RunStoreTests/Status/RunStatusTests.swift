import Foundation
import Metrics
import Testing

@testable import RunStore

@Suite struct RunStatusTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func theStatusFollowsTheRun() throws {
    let writer = try Samples.writer(in: scratch)
    let reader = try RunReader(path: writer.path)
    #expect(try reader.status().state == .initialising)
    #expect(try reader.status().process == Int(getpid()))
    writer.setStatus(.running)
    try writer.commit(round: [Samples.started(), Samples.initialised])
    try writer.commit(round: Samples.round(1, accuracy: 0.6))
    try writer.commit(round: Samples.round(2))
    try writer.flush()
    let status = try reader.status()
    #expect(status.condition == .live && status.state == .running && status.round == 2)
    #expect(status.accuracy == 0.6)
    #expect(status.bytesUp == 410 && status.bytesDown == 820)
    #expect(abs(status.heartbeat.timeIntervalSinceNow) < 60)
    try writer.close()
    #expect(try reader.status().condition == .interrupted)
    #expect(try reader.status().process == nil)
  }

  @Test(arguments: [(true, RunStatus.Condition.interrupted), (false, .finished)])
  func theLastEventDecidesHowARunEnded(
    interrupted: Bool, condition: RunStatus.Condition
  ) throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    try writer.commit(round: [Samples.summary(rounds: 1, interrupted: interrupted)])
    try writer.close()
    #expect(try RunReader(path: writer.path).status().condition == condition)
  }

  @Test func manyWordsAreWrittenAsTheLast() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    for _ in 0..<1000 {
      writer.setStatus(.running)
      writer.setStatus(.paused)
    }
    try writer.flush()
    #expect(try RunReader(path: writer.path).status().state == .paused)
    try writer.close()
  }

  @Test func aProcessIsAliveWhenItIsTheSameOne() throws {
    let current = HostProcess.current
    #expect(current.start > 0)
    #expect(current.isAlive(heartbeatAge: 1e9), "a suspended host is no dead host")
    var reused = current
    reused.start -= 1
    #expect(!reused.isAlive(heartbeatAge: 0), "the same number, another process")
    #expect(!HostProcess.none.isAlive(heartbeatAge: 0))
    var elsewhere = current
    elsewhere.scope = "another machine"
    #expect(elsewhere.isAlive(heartbeatAge: 5))
    #expect(!elsewhere.isAlive(heartbeatAge: 60))
  }

  @Test func aChildThatEndedIsGoneEvenAsAZombie() throws {
    // A child that nobody has waited for yet is a zombie: the kernel still knows its number.
    var pid = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sleep"), strdup("30"), nil]
    defer { for argument in arguments { free(argument) } }
    #expect(posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil) == 0)
    let start = try #require(HostProcess.startTicks(of: pid))
    let child = HostProcess(pid: pid, start: start, scope: HostProcess.current.scope)
    #expect(child.isAlive(heartbeatAge: 0))
    kill(pid, SIGKILL)
    var tries = 0
    while child.isAlive(heartbeatAge: 0), tries < 500 {
      usleep(10_000)
      tries += 1
    }
    #expect(!child.isAlive(heartbeatAge: 0))
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    #expect(!child.isAlive(heartbeatAge: 0))
  }
}
