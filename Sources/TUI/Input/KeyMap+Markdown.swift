extension KeyMap {
  /// The table as a Markdown page: what `fedtop keys` prints.
  public var markdown: String {
    var lines = ["# Keys", ""]
    for context in KeyContext.allCases {
      let title = context == .helpOpen ? "while the list of keys is open" : context.title
      lines += ["## \(title.prefix(1).uppercased())\(title.dropFirst())", ""]
      lines += ["| key | what it does |", "|---|---|"]
      for binding in bindings where binding.context == context {
        let keys = binding.label.split(separator: " ").map { "`\($0)`" }.joined(separator: ", ")
        lines.append("| \(keys) | \(binding.help) |")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// The table as plain text, as `fedtop keys` prints it.
  public var text: String {
    var lines: [String] = []
    for context in KeyContext.allCases {
      let title = context == .helpOpen ? "while the list of keys is open" : context.title
      if !lines.isEmpty { lines.append("") }
      lines.append(title)
      for binding in bindings where binding.context == context {
        lines.append("  \(Text.left(binding.label, 12))\(binding.help)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
