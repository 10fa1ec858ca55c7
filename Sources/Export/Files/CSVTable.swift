/// A table as comma-separated values (RFC 4180, with bare line feeds).
public struct CSVTable {
  /// Names of the columns.
  let header: [String]
  /// Rows of as many fields.
  var rows: [[String]] = []

  /// The file's text.
  public var text: String {
    ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// A field as it stands in the file: in quotes where it must be.
  static func quoted(_ field: String) -> String {
    let needsQuotes = field.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    guard needsQuotes else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

extension CSVTable {
  /// A number so that it reads back the same; nothing for nil.
  static func field(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }

  /// Numbers in one field, by spaces.
  static func field(_ numbers: [some CustomStringConvertible]) -> String {
    numbers.map(\.description).joined(separator: " ")
  }
}
