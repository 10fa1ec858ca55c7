import Foundation

/// The largest resident size of this process since the last reset.
enum PeakMemory {
  /// Forgets what came before, as far as the system can: memory that is still held stays in the account.
  static func reset() {
    if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
      try? file.write(contentsOf: Data("5".utf8))
    }
  }

  /// 1e6 bytes.
  static var megabytes: Double {
    guard let data = FileManager.default.contents(atPath: "/proc/self/status"),
      let line = String(decoding: data, as: UTF8.self).split(separator: "\n")
        .first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Double($0)
      })
    else { return megabytes(of: RUSAGE_SELF.rawValue) }
    return kibibytes * 1024 / 1e6
  }

  /// The largest of all processes that this one started and that have ended.
  static var megabytesOfChildren: Double { megabytes(of: RUSAGE_CHILDREN.rawValue) }

  private static func megabytes(of who: Int32) -> Double {
    var usage = rusage()
    getrusage(who, &usage)
    return Double(usage.ru_maxrss) * 1024 / 1e6
  }
}
