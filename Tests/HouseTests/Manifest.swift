/// The targets of a `Package.swift`, read from its text.
struct Manifest {
  /// One target and what it depends on.
  struct Target: Equatable {
    /// Name of the target.
    var name: String
    /// Whether it is a `.testTarget`.
    var isTest: Bool
    /// Names of targets and products, in the order of the file.
    var dependencies: [String]
  }

  /// In the order of the file.
  let targets: [Target]

  /// Reads the calls that declare targets; comment lines are skipped.
  init(_ text: String) {
    let lines = text.split(separator: "\n").filter {
      !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
    }
    let code = lines.joined(separator: "\n")
    let declaration = /\.(target|executableTarget|testTarget|systemLibrary)\(/
    targets = code.matches(of: declaration).compactMap { match in
      let call = Manifest.balanced(code[match.range.upperBound...], open: "(", close: ")")
      guard let name = call.firstMatch(of: /name:\s*"([^"]+)"/) else { return nil }
      return Target(
        name: String(name.1), isTest: match.1 == "testTarget",
        dependencies: Manifest.dependencies(in: call))
    }
  }

  private static func dependencies(in call: Substring) -> [String] {
    guard let list = call.firstMatch(of: /dependencies:\s*\[/) else { return [] }
    let items = balanced(call[list.range.upperBound...], open: "[", close: "]")
    // A product is named by its first string; the second is the package, which is no module.
    let products = /package:\s*"[^"]*"/
    return items.replacing(products, with: "").matches(of: /"([^"]+)"/).map { String($0.1) }
  }

  /// The text up to the bracket that closes the one just before `text`.
  private static func balanced(_ text: Substring, open: Character, close: Character) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }
}
