import Foundation
import Plain
import RunStore

/// Stored events as JSON lines, each as `fedtop export --to jsonl` writes it.
enum EventLines {
  /// Header with the `from` that goes on where an answer ends.
  static let next = "Fedtop-Next"
  /// Header with what is wrong behind the last line, if anything is.
  private static let note = "Fedtop-Note"
  /// Bytes at which an answer ends: who wants more asks again.
  private static let limit = 16 << 20

  /// The events behind `sequence`, 0 for all.
  /// - Throws: `StoreError`.
  static func answer(
    _ reader: RunReader, after sequence: Int64, limit: Int = limit
  ) throws(StoreError) -> WebResponse {
    let page = try reader.events(after: sequence)
    if page.damage != nil, page.events.isEmpty, sequence > 0 {
      return .refusal(
        410, "no event follows \(sequence): the run went back, or its file is damaged; begin anew")
    }
    var (body, last) = (Data(), sequence)
    for stored in page.events {
      guard body.count < limit else { break }
      // A number that JSON cannot hold has no line, as in an export.
      if let line = JSONLines.line(stored.event) { body += Data((line + "\n").utf8) }
      last = stored.sequence
    }
    var headers = [next: String(last)]
    headers[note] = page.damage.map(printable)
    return WebResponse(type: "application/jsonl", .whole(body), headers: headers)
  }
}
