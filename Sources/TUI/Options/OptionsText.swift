/// Writes options into the text of a person's file, line by line: comments, order and what is unknown stay as they are.
public enum OptionsText {
  /// The text with some options of `[monitor]` set; nil where it is written in a form that cannot be edited so.
  ///
  /// - Parameter values: words that the options take, by key.
  public static func edited(_ text: String, setting values: [String: String]) -> String? {
    var lines = TOMLPlace.lines(of: text)
    let ending = text.unicodeScalars.contains("\r") ? "\r" : ""
    var left: [String] = []
    let places = TOMLPlace.all(lines)
    for option in MonitorOption.all {
      guard let word = values[option.key] else { continue }
      let literal = option.literal(word)
      let place = places.lastIndex {
        $0.table == "monitor" && $0.key == option.key
          || $0.table == "" && $0.key == "monitor.\(option.key)"
      }
      if let place {
        lines[place] = replacing(lines[place], with: literal)
      } else {
        left.append("\(option.key) = \(literal)" + ending)
      }
    }
    if let last = places.lastIndex(where: { $0.table == "monitor" && !$0.isBlank }) {
      // The file's last line may have no end.
      if last == lines.count - 1, !left.isEmpty { lines.append("") }
      lines.insert(contentsOf: left, at: last + 1)
    } else if !left.isEmpty {
      if text.isEmpty { lines = ["# What `fedtop config --monitor` lists can stand here."] }
      if let last = lines.last, last.isEmpty { lines.removeLast() }
      lines += [ending, "[monitor]" + ending] + left + [""]
    }
    let result = lines.joined(separator: "\n")
    // Whatever form the file has: what is written is what will be read.
    let file = OptionsFile(text: result, path: "")
    return values.allSatisfy { file.values[$0.key] == $0.value } ? result : nil
  }

  /// A line with another value, its comment kept.
  private static func replacing(_ line: String, with literal: String) -> String {
    guard let equals = line.unicodeScalars.firstIndex(of: "=") else { return line }
    let scalars = line.unicodeScalars
    var start = scalars.index(after: equals)
    while start < scalars.endIndex, [" ", "\t"].contains(scalars[start]) {
      start = scalars.index(after: start)
    }
    var end = start
    if start < scalars.endIndex, ["\"", "'"].contains(scalars[start]) {
      let quote = scalars[start]
      end = scalars.index(after: end)
      while end < scalars.endIndex, scalars[end] != quote {
        let isEscape = scalars[end] == "\\" && quote == "\""
        end =
          scalars.index(end, offsetBy: isEscape ? 2 : 1, limitedBy: scalars.endIndex)
          ?? scalars.endIndex
      }
      if end < scalars.endIndex { end = scalars.index(after: end) }
    } else {
      while end < scalars.endIndex, !["#", " ", "\t", "\r"].contains(scalars[end]) {
        end = scalars.index(after: end)
      }
    }
    return String(scalars[..<start]) + literal + String(scalars[end...])
  }
}
