import CTerminal

/// The lines that someone wrote to stderr while the screen was up.
struct CapturedErrors {
  private var offset: off_t = 0
  private var unfinished: [UInt8] = []

  /// The lines that are complete since the last call.
  mutating func lines() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        ct_stderr_read(
          offset, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      guard count > 0 else { break }
      offset += off_t(count)
      unfinished += buffer.prefix(count)
    }
    guard let end = unfinished.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = unfinished[..<end].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    unfinished.removeFirst(end + 1)
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }
}
