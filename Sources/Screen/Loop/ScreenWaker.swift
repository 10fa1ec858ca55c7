import Glibc
import Synchronization

/// Tells a sleeping screen, from any thread, that there is something new to show.
public final class ScreenWaker: Sendable {
  /// Readable when the screen has been called; -1 if the system had no pipe left.
  let descriptor: Int32
  private let writer: Int32
  private let called = Atomic(false)

  /// Makes a waker, which a screen takes when it opens.
  public init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
    }
    (descriptor, writer) = (ends[0], ends[1])
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if writer >= 0 { close(writer) }
  }

  /// Asks for a frame; many calls between two frames are one.
  public func wake() {
    guard !called.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
  }

  /// Takes the call.
  ///
  /// The flag falls before the caller looks at what is new, so that no news made after that look
  /// goes unannounced.
  func answer() {
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1 {}
    called.store(false, ordering: .sequentiallyConsistent)
  }
}
