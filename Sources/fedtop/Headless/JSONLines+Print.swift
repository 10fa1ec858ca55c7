import Host
import Plain

extension JSONLines {
  /// Prints `value` on stdout.
  static func print(_ value: some Encodable) {
    if let line = line(value) { StandardOutput.write(line) }
  }
}
