import Host
import Plain

/// Options of one value that were given several: the parser takes the last and says nothing.
enum GivenTwice {
  /// A line for each option of `command` that has other values before the one that is taken.
  static func notes(_ arguments: [String], of command: CommandManual) -> [String] {
    command.arguments.filter { $0.takesOneValue && !$0.isPositional }.compactMap { option in
      let values = values(of: option.names, in: arguments)
      guard let taken = values.last else { return nil }
      let others = values.filter { $0 != taken }
      guard !others.isEmpty else { return nil }
      let left = others.map { "'\(excerpt($0))'" }.joined(separator: " and ")
      return
        "\(option.names.last ?? ""): '\(excerpt(taken))' is taken, which comes last, and not \(left)"
    }
  }

  /// Says so on stderr.
  static func tell(_ arguments: [String], of command: String) {
    // The parser's description of everything takes longer than a start, and is seldom needed; who gives --set several times
    // means to, and starts as fast.
    let options = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }
      .map { $0.prefix { $0 != "=" } }.filter { $0 != "--set" }
    guard Set(options).count < options.count, let program = try? CommandManual.program(),
      let manual = program.subcommands.first(where: { $0.words.last == command })
    else { return }
    notes(arguments, of: manual).forEach { StandardError.write("fedtop: \($0)") }
  }

  /// A line for each setting that several options of a command give different values: those of `--set` are taken last.
  static func notes(_ given: [(flag: String, key: String, text: String)]) -> [String] {
    var last: [String: (flag: String, text: String)] = [:]
    var notes: [String] = []
    for (flag, key, text) in given {
      if let other = last[key], other.text != text {
        notes.append(
          "\(key): '\(excerpt(text))' of \(flag) is taken, and not '\(excerpt(other.text))' of \(other.flag)"
        )
      }
      last[key] = (flag, text)
    }
    return notes
  }

  private static func values(of names: [String], in arguments: [String]) -> [String] {
    let arguments = arguments.prefix { $0 != "--" }
    return arguments.indices.compactMap { index in
      let parts = arguments[index].split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first, names.contains(name) else { return nil }
      if arguments[index].contains("=") { return parts.count > 1 ? parts[1] : "" }
      return index + 1 < arguments.endIndex ? arguments[index + 1] : nil
    }
  }
}
