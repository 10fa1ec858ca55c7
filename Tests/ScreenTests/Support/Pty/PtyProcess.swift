import Foundation

/// A program that runs in a session and on a terminal of its own, as in a fresh window.
final class PtyProcess {
  /// How a process ended or stopped.
  enum Status: Equatable {
    /// It exited with this code.
    case exited(Int32)
    /// A signal ended it.
    case killed(Int32)
    /// It is stopped.
    case stopped
    /// It still runs.
    case running
  }

  /// Where the program runs.
  let terminal: PseudoTerminal
  /// Its number.
  let pid: pid_t
  private var last = Status.running

  /// Starts the program at a path; `environment` is all that it gets.
  init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"],
    columns: Int = 80, rows: Int = 24, isRead: Bool = true
  ) throws {
    terminal = try PseudoTerminal(columns: columns, rows: rows, isRead: isRead)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // SETSID (0x80): the terminal opened next becomes the controlling one. SETSIGMASK and
    // SETSIGDEF: signals as a shell would pass them on, not as a test runner's worker thread has
    // them.
    posix_spawnattr_setflags(
      &attributes, 0x80 | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal.path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var number: pid_t = 0
    let failure = posix_spawn(&number, program, &actions, &attributes, &argv, &envp)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    pid = number
  }

  deinit {
    if isAlive {
      Foundation.kill(pid, SIGKILL)
      _ = waitpid(pid, nil, 0)
    }
  }

  /// Sends a signal to the process.
  func signal(_ number: Int32) {
    if number == SIGCONT && last == .stopped { last = .running }
    _ = Foundation.kill(pid, number)
  }

  /// Waits until the output contains `text`.
  func read(until text: String, seconds: Double = 10) -> Bool {
    terminal.wait(seconds) { terminal.text.contains(text) }
  }

  /// Waits until the process has ended or stopped.
  func wait(seconds: Double = 10) -> Status {
    _ = terminal.wait(seconds) { status != .running }
    return last
  }

  /// What the process does now; a stop counts until `signal` continues it.
  var status: Status {
    var word: Int32 = 0
    guard isAlive, waitpid(pid, &word, WNOHANG | WUNTRACED) == pid else { return last }
    switch word & 0x7f {
    case 0: last = .exited((word >> 8) & 0xff)
    case 0x7f: last = .stopped
    case let number: last = .killed(number)
    }
    return last
  }

  private var isAlive: Bool { last == .running || last == .stopped }
}
