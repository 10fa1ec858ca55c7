import Foundation
import Testing

@Suite struct PtyProcessTests {
  @Test("A program gets a terminal of its own, with a size, and is told of a new one")
  func size() throws {
    let script = "trap 'echo size now: $(stty size)' WINCH; stty size; while :; do sleep 0.05; done"
    let process = try PtyProcess("/bin/sh", ["-c", script], columns: 101, rows: 37)
    #expect(process.read(until: "37 101"))
    process.terminal.resize(columns: 50, rows: 10)
    #expect(process.read(until: "size now: 10 50"))
    process.signal(SIGTERM)
    #expect(process.wait() == .killed(SIGTERM))
  }

  @Test("What is typed is read, and the exit code comes back")
  func input() throws {
    let process = try PtyProcess("/bin/sh", ["-c", "echo ready; read x; echo got $x; exit 7"])
    #expect(process.read(until: "ready"))
    process.terminal.send("word\n")
    #expect(process.wait() == .exited(7))
    #expect(process.read(until: "got word"))
  }

  @Test("A stop is seen, and that it is over")
  func stop() throws {
    let process = try PtyProcess("/bin/sh", ["-c", "echo ready; kill -STOP $$; echo on; sleep 60"])
    #expect(process.wait() == .stopped)
    process.signal(SIGCONT)
    #expect(process.read(until: "on\r"))
    process.signal(SIGKILL)
    #expect(process.wait() == .killed(SIGKILL))
  }
}
