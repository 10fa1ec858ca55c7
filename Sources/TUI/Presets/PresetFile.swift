import TOMLKit

/// A file of presets: a table for each, with its columns and, if they are not of equal width, their
/// weights.
///
///     [desk]
///     columns = [["clients 3", "knobs 0"], ["learning 2", "bytes"]]
///     widths = [2, 3]
///
/// The number behind a pane is its weight: 1 where there is none, and 0 for what it prefers.
struct PresetFile {
  /// Its presets, as they stand in it from top to bottom.
  let presets: [Preset]

  private static let mostColumns = 6
  private static let weights = 1...100

  /// Reads a file.
  /// - Throws: `PresetError` with the line of what is wrong.
  init(text: String, path: String) throws(PresetError) {
    let root: TOMLTable
    do throws(TOMLFile.Flaw) {
      root = try TOMLFile.table(text)
    } catch {
      throw PresetError(
        path: path, line: error.line, what: "presets are not TOML", advice: error.message)
    }
    let reader = Reader(path: path, lines: TOMLLines(text), text: text)
    var presets: [(line: Int, preset: Preset)] = []
    for (name, value) in root {
      let line = reader.lines.line(of: name, in: "")
      presets.append((line, try reader.preset(name, value, line: line)))
    }
    self.presets = presets.sorted { $0.line < $1.line }.map(\.preset)
  }

  /// Reads the parts of one file.
  private struct Reader {
    let path: String
    let lines: TOMLLines
    let text: String

    func preset(
      _ name: String, _ value: any TOMLValueConvertible, line: Int
    ) throws(PresetError) -> Preset {
      guard !name.isEmpty, name.count <= 40, name.allSatisfy(Self.isOfName) else {
        throw flaw(
          self.line(of: name, from: line), "\"\(name.prefix(40))\" is no name of a preset",
          "use up to 40 letters, digits, - and _")
      }
      guard let table = value.table else {
        throw flaw(line, "\"\(name)\" is no preset", "write [\(name)] and its columns below")
      }
      for (key, _) in table where key != "columns" && key != "widths" {
        throw flaw(
          max(line, lines.line(of: key, in: name)), "unknown key \"\(key.prefix(40))\"",
          "a preset has columns and widths")
      }
      let columnsLine = max(line, lines.line(of: "columns", in: name))
      var columns = try self.columns(table["columns"], of: name, line: columnsLine)
      if let widths = table["widths"] {
        let weights = widths.array?.compactMap { $0.int } ?? []
        guard weights.count == columns.count, weights.count == widths.array?.count,
          weights.allSatisfy({ PresetFile.weights.contains($0) })
        else {
          throw flaw(
            max(line, lines.line(of: "widths", in: name)), "widths do not fit the columns",
            "give a number from 1 to 100 for each of the \(columns.count)")
        }
        for (index, weight) in weights.enumerated() { columns[index].weight = weight }
      }
      return Preset(name: name, columns: columns)
    }

    private func columns(
      _ value: (any TOMLValueConvertible)?, of name: String, line: Int
    ) throws(PresetError) -> [Preset.Column] {
      let advice = "write columns = [[\"clients 2\", \"knobs 0\"], [\"learning\"]]"
      guard let array = value?.array, (1...PresetFile.mostColumns).contains(array.count) else {
        throw flaw(
          line, "\"\(name)\" needs 1 to \(PresetFile.mostColumns) columns", advice)
      }
      var seen: Set<PaneKind> = []
      var columns: [Preset.Column] = []
      for column in array {
        guard let entries = column.array, !entries.isEmpty else {
          throw flaw(line, "a column is no list of panes", advice)
        }
        var panes: [Preset.Share] = []
        for entry in entries {
          let share = try share(entry, line: line)
          guard seen.insert(share.pane).inserted else {
            throw flaw(
              self.line(of: entry.string ?? "", from: line),
              "\(share.pane.title) stands in \"\(name)\" twice", "leave one out")
          }
          panes.append(share)
        }
        columns.append(Preset.Column(panes: panes))
      }
      return columns
    }

    /// A pane and its weight, as one text.
    private func share(
      _ value: any TOMLValueConvertible, line: Int
    ) throws(PresetError) -> Preset.Share {
      let entry = value.string ?? value.debugDescription
      let line = self.line(of: entry, from: line)
      let words = entry.split(separator: " ").map(String.init)
      guard let pane = PaneKind.allCases.first(where: { $0.title == words.first }) else {
        throw flaw(
          line, "no pane \"\(entry.prefix(40))\"",
          "there are \(PaneKind.allCases.map(\.title).joined(separator: ", "))")
      }
      guard words.count > 1 else { return Preset.Share(pane: pane, weight: 1) }
      guard words.count == 2, let weight = Int(words[1]),
        weight == 0 || PresetFile.weights.contains(weight)
      else {
        throw flaw(
          line, "\"\(entry.prefix(40))\" has no weight that can be used",
          "write a number from 0 to 100 behind the pane")
      }
      return Preset.Share(pane: pane, weight: weight)
    }

    /// The line of an entry: the first from a line on that has it in quotes.
    private func line(of entry: String, from first: Int) -> Int {
      let all = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(first - 1)
      let index = all.firstIndex { $0.contains("\"\(entry)\"") || $0.contains("'\(entry)'") }
      return index.map { $0 + 1 } ?? first
    }

    private static func isOfName(_ character: Character) -> Bool {
      character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
    }

    private func flaw(_ line: Int, _ what: String, _ advice: String) -> PresetError {
      PresetError(path: path, line: line, what: what, advice: advice)
    }
  }
}
