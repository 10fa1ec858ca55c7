import Foundation
import Plain
import Synchronization

/// Lines for people beside the output.
public enum StandardError {
  /// Writes one line, without control characters; one that nobody can take is lost.
  public static func write(_ line: String) {
    _ = OutputFile.write(Data((printable(line) + "\n").utf8), to: STDERR_FILENO)
  }
}

/// What the program says on stdout, each line written at once: a reader on a pipe sees a round when it ends.
///
/// All of it goes through here, so that it is known whether all of it arrived.
public enum StandardOutput {
  /// The `errno` of the first write that failed; nothing is written after it.
  private static let failure = Mutex<Int32?>(nil)
  /// Who writes, where nobody is to wait for it.
  private static let writer = Mutex<DispatchQueue?>(nil)

  /// From now on nobody waits for stdout: a launcher that ends a job reads nothing any more, and who waits for it cannot
  /// close its files.
  public static func writeBehind() {
    writer.withLock { $0 = $0 ?? DispatchQueue(label: "fedtop.stdout") }
  }

  /// Waits until everything is written.
  /// - Parameter seconds: for at most so long; nil: until it is.
  public static func flush(within seconds: Double? = nil) {
    guard let writer = writer.withLock(\.self) else { return }
    let done = DispatchSemaphore(value: 0)
    writer.async { done.signal() }
    guard let seconds else { return done.wait() }
    _ = done.wait(timeout: .now() + seconds)
  }

  /// Writes one line, without control characters.
  public static func write(_ line: String) { writeRaw(printable(line) + "\n") }

  /// Writes text as it is: for what fedtop itself lays out in lines, or colours.
  public static func writeRaw(_ text: String) { write(Data(text.utf8)) }

  /// Writes bytes.
  ///
  /// A reader that has gone away is no error: it has what it wanted. A device that is full is told at once, and the
  /// process ends with it, but a run goes on: its record is in its file.
  public static func write(_ data: Data) {
    guard let writer = writer.withLock(\.self) else { return put(data) }
    writer.async { put(data) }
  }

  private static func put(_ data: Data) {
    failure.withLock { failure in
      guard failure == nil else { return }
      let code = OutputFile.write(data, to: STDOUT_FILENO)
      guard code != 0 else { return }
      failure = code
      if code != EPIPE {
        StandardError.write(
          "fedtop: stdout cannot be written (\(String(cString: strerror(code)))): "
            + "what was to be printed is not whole")
      }
    }
  }

  /// Whether something that was to be printed got lost.
  public static var isCut: Bool { failure.withLock { $0 != nil && $0 != EPIPE } }
}
