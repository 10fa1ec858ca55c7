import Host

/// Options of one value that were given several: the parser takes the last and says nothing.
enum GivenTwice {
  /// A line for each option of `command` that has other values before the one that is taken.
  static func notes(_ arguments: [String], of command: CommandManual) -> [String] {
    command.arguments.filter { $0.takesOneValue && !$0.isPositional }.compactMap { option in
      let values = values(of: option.names, in: arguments)
      guard let taken = values.last else { return nil }
      let others = values.filter { $0 != taken }
      guard !others.isEmpty else { return nil }
      let left = others.map { "'\($0)'" }.joined(separator: " and ")
      return "\(option.names.last ?? ""): '\(taken)' is taken, which comes last, and not \(left)"
    }
  }

  /// Says so on stderr.
  static func tell(_ arguments: [String], of command: String) {
    // The parser's description of everything takes longer than a start, and is seldom needed.
    let options = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }
      .map { $0.prefix { $0 != "=" } }
    guard Set(options).count < options.count, let program = try? CommandManual.program(),
      let manual = program.subcommands.first(where: { $0.words.last == command })
    else { return }
    notes(arguments, of: manual).forEach { StandardError.write("fedtop: \($0)") }
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
