import Glibc

/// Bytes that the calling thread has handed to the system, as the kernel counts them.
///
/// ncurses writes by itself and keeps no count. The thread of a screen writes nothing but frames, so
/// the difference around one is what went to the terminal.
enum ThreadWrites {
  /// Bytes since the thread began; nil where the kernel does not count.
  static var total: Int? {
    let file = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return total(String(decoding: buffer.prefix(count), as: UTF8.self))
  }

  /// The count in the text of `/proc/<thread>/io`.
  static func total(_ text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix("wchar: ") {
      return Int(line.dropFirst(7))
    }
    return nil
  }
}
