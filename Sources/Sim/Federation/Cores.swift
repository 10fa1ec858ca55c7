import Foundation

/// The cores of this machine that this process may use.
public enum Cores {
  /// How many they are: launchers of MPI and Slurm bind a process to some of all that are there.
  public static var allowed: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let key = "Cpus_allowed:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
      return all
    }
    // A mask in hexadecimal digits, with commas between them.
    let count = line.dropFirst(key.count).reduce(0) {
      $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount
    }
    // The mask may have room for cores that could be added.
    return count > 0 ? min(count, all) : all
  }

  /// All that are there.
  public static var all: Int { ProcessInfo.processInfo.activeProcessorCount }
}
