import Foundation
import Testing

@testable import Screen

extension TerminalTests {
  /// Signals that end a program which does not handle them: a limit, a timer, a stranger.
  @Suite struct DeadlySignalTests {
    @Test(
      "A signal that nobody answers restores the terminal and still kills",
      arguments: [
        SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGXFSZ, SIGSYS, SIGIO, SIGPWR,
        __libc_current_sigrtmin(), __libc_current_sigrtmax(),
      ])
    func unanswered(number: Int32) async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      await #expect(processExitsWith: .signal(number)) {
        [folder = folder as String, number = number as Int32] in
        try Witness.openScreen(folder: folder)
        kill(getpid(), number)
        while true { sleep(120) }
      }
      Witness.expectRestored(folder)
    }

    @Test("A signal that is ignored goes on being ignored")
    func ignored() async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      await #expect(processExitsWith: .exitCode(3)) { [folder = folder as String] in
        signal(SIGXFSZ, SIG_IGN)
        try Witness.openScreen(folder: folder)
        kill(getpid(), SIGXFSZ)
        exit(3)
      }
      Witness.expectRestored(folder)
    }
  }
}
