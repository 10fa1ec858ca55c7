/// A text of headings, tables and sentences that can be set in several ways.
public struct Report: Sendable {
  /// Its parts, in their order.
  let parts: [Part]

  /// One part.
  enum Part: Sendable {
    /// A line above what belongs to it.
    case heading(String)
    /// A table.
    case table(ReportTable)
    /// A sentence.
    case note(String)
  }

  /// A report of these parts.
  init(_ parts: [Part]) { self.parts = parts }
}

/// How a report is set, or its numbers written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case text
  /// Tables as GitHub reads them.
  case markdown
  /// The numbers as comma-separated values.
  case csv
  /// The numbers as JSON lines.
  case json
  /// For a paper.
  case latex
}

/// A table of a report: names in the first column, numbers in the others.
struct ReportTable: Sendable {
  /// Titles of the columns.
  var header: [String]
  /// Rows of as many cells.
  var rows: [[String]]
  /// Whether the other columns are set flush right.
  var isNumeric = false
}
