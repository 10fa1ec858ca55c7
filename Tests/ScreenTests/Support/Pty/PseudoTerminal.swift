import Foundation
import Synchronization

/// A terminal without glass.
///
/// The program under test has one end, the test reads and types at the other. Output is collected
/// by a thread, so that the program never waits for its reader.
final class PseudoTerminal: Sendable {
  /// The test's end.
  let master: Int32
  /// The program's end, open here too so that its modes can be read.
  let slave: Int32
  /// The name that another process opens the program's end by.
  let path: String
  private let received = Mutex<[UInt8]>([])

  /// Opens one; `isRead` false: nobody reads what is written on it, until `startReading`.
  init(columns: Int, rows: Int, isRead: Bool = true) throws {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = Self.size(columns, rows)
    guard openpty(&ends.master, &ends.slave, &name, nil, &size) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    (master, slave) = ends
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    if isRead { startReading() }
  }

  /// Reads from now on.
  func startReading() {
    // The thread reads a copy: this object may be gone, and the number in use again, before it ends.
    let source = fcntl(master, F_DUPFD_CLOEXEC, 3)
    Thread.detachNewThread { [weak self] in
      var bytes = [UInt8](repeating: 0, count: 4096)
      while case let count = read(source, &bytes, bytes.count), count > 0 {
        guard let self else { break }
        let fresh = bytes.prefix(count)
        self.received.withLock { $0.append(contentsOf: fresh) }
      }
      close(source)
    }
  }

  deinit {
    close(slave)
    close(master)
  }

  /// All that the program has written.
  var output: [UInt8] { received.withLock { $0 } }

  /// The same as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// What a terminal of the given size shows after all that was written.
  func shown(columns: Int, rows: Int) -> VirtualTerminal {
    var terminal = VirtualTerminal(columns: columns, rows: rows)
    terminal.receive(output)
    return terminal
  }

  /// Types.
  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Changes the size; the program whose terminal this is gets WINCH.
  func resize(columns: Int, rows: Int) {
    var size = Self.size(columns, rows)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Flags of the terminal's modes: input, output, control, local.
  var modes: [tcflag_t] {
    var modes = termios()
    tcgetattr(slave, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  /// Waits until `condition` holds; false when it does not within `seconds`.
  func wait(_ seconds: Double = 10, until condition: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if condition() { return true }
      usleep(2000)
    }
    return condition()
  }

  private static func size(_ columns: Int, _ rows: Int) -> winsize {
    winsize(
      ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
  }
}
