import CTerminal
import Glibc

extension TerminalScreen {
  /// Gives the terminal back and stops the process, as Ctrl-Z does; all its threads stop with it.
  ///
  /// The rest of our process group (`make run`) is told by TSTP, as the terminal would have done.
  /// We stop ourselves by STOP: TSTP is discarded in a group that no shell looks after.
  func suspend() {
    guard !isAway else { return }
    ct_guard_pause()
    terminal.suspend()
    isAway = true
    let handler = signal(SIGTSTP, SIG_IGN)
    kill(0, SIGTSTP)
    signal(SIGTSTP, handler)
    raise(SIGSTOP)
    comeBack()
  }

  /// Takes the terminal again, if it is ours; a process continued in the background does without.
  func comeBack() {
    guard isForeground else { return handOver() }
    terminal.resume()
    ct_guard_continue()
    isAway = false
    pacer.requestNow()
  }

  /// A process that finds itself in the background leaves the terminal alone.
  private func handOver() {
    guard !isAway else { return }
    isAway = true
    ct_guard_pause()
  }

  /// Whether the terminal listens to our process group, or is not one of jobs at all.
  private var isForeground: Bool {
    let group = tcgetpgrp(output)
    return group < 0 || group == getpgrp()
  }
}
