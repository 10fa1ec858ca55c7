import COneDNN
import Foundation

/// oneDNN, a library that is looked for once, when somebody first asks for it, and opened while the program runs.
public enum OneDNN {
  /// What became of looking for it.
  enum Search: Sendable {
    /// It multiplies.
    case open
    /// There is none, in the loader's words.
    case absent(String)
    /// There is one that cannot be used, and why.
    case unfit(String)
  }

  /// Environment variable with the name or path of the one library that is to be looked for.
  static let variable = "FEDTOP_ONEDNN"

  private static let named = ProcessInfo.processInfo.environment[variable]

  /// What was found, of the versions that are known the newest; looks for it when it is first read, in some ten milliseconds.
  static let search = look(for: named.map { [$0] } ?? ["libdnnl.so.3", "libdnnl.so.2"])

  static var isOpen: Bool { if case .open = search { true } else { false } }

  /// Why it does not multiply, where somebody would expect it to; nil: it does, or was never installed.
  static var trouble: String? {
    switch search {
    case .open: nil
    case .absent(let words): named == nil ? nil : words
    case .unfit(let words): words
    }
  }

  /// Version and the instructions it was found to use, such as `oneDNN 2.6.3 avx512_bf16`: what its bits depend on.
  static var version: String {
    "oneDNN \(String(cString: cod_version())) \(String(cString: cod_instructions()))"
  }

  /// The first that can be used; of those that cannot, the first that is there.
  private static func look(for names: [String]) -> Search {
    var found: Search?
    for name in names {
      var words = [CChar](repeating: 0, count: 512)
      let opening = words.withUnsafeMutableBufferPointer {
        cod_open(name, $0.baseAddress, $0.count)
      }
      let own = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let problem = String(decoding: own, as: UTF8.self)
      switch (opening, found) {
      case (COD_OPEN, _): return .open
      case (COD_NOT_FOUND, nil): found = .absent(problem)
      case (COD_UNFIT, nil), (COD_UNFIT, .absent): found = .unfit(problem)
      default: break
      }
    }
    return found ?? .absent("no name to look for")
  }
}
