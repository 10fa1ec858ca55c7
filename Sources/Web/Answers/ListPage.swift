import Metrics
import RunStore

/// The runs of a directory, newest first, each a link to its page.
struct ListPage {
  /// What there is.
  let listings: [RunListing]
  /// The token that the links carry on; nil where there is none.
  let token: String?

  /// The page, which loads itself anew from time to time.
  var response: WebResponse {
    let scores = ScoreColumn(of: listings)
    let rows = [titles(scores)] + listings.map { row($0, scores) }
    let table =
      listings.isEmpty
      ? "<p>no runs yet</p>" : "<table>\n\(rows.joined(separator: "\n"))\n</table>"
    return PageParts.page(
      title: "runs · fedtop", head: "<meta http-equiv=\"refresh\" content=\"10\">\n",
      body: "<header><h1>runs</h1></header>\n" + table)
  }

  private func titles(_ scores: ScoreColumn) -> String {
    cells(
      ["run", "state", "method", "data", "round", scores.title, "up", "down"], tag: "th",
      from: Self.firstNumber)
  }

  /// From this column on there are numbers.
  private static let firstNumber = 4

  private func row(_ run: RunListing, _ scores: ScoreColumn) -> String {
    let link = WebLink(path: "./", query: ["run": run.name, "token": token])
    let name = "<a href=\"\(escaped(link.text))\">\(shown(run.name))</a>"
    guard let status = run.status else {
      return "<tr><td>\(shown(run.name))</td><td>cannot be read</td></tr>"
    }
    let texts = [
      status.shownState.rawValue, run.method, run.data,
      run.rounds > 0 ? "\(status.round)/\(run.rounds)" : "\(status.round)",
      run.value.map { scores.text($0, run.score) } ?? "–", Units.bytes(status.bytesUp),
      Units.bytes(status.bytesDown),
    ]
    return cells([name] + texts.map(shown), tag: "td", from: Self.firstNumber)
  }

  private func cells(_ texts: [String], tag: String, from first: Int) -> String {
    let cells = texts.enumerated().map { column, text in
      "<\(tag)\(column >= first ? " class=\"number\"" : "")>\(text)</\(tag)>"
    }
    return "<tr>\(cells.joined())</tr>"
  }
}
