import TUI

/// The page of one run: the monitor as a picture, and what can be chosen of it.
struct RunPage {
  /// Name of the run.
  let run: String
  /// What is shown.
  let choice: FrameChoice
  /// The last round that can be looked at.
  let last: Int
  /// Names of the themes to choose from.
  let themes: [String]
  /// Names of the presets to choose from.
  let presets: [String]
  /// The token that the links carry on; nil where there is none.
  let token: String?
  /// Whether there is a list to go back to.
  let hasList: Bool

  /// The page.
  var response: WebResponse {
    PageParts.page(
      title: "\(run) · fedtop",
      body: [header, panes, form, frame].joined(separator: "\n"))
  }

  private var header: String {
    let list = hasList ? anchor(WebLink(path: "./", query: ["token": token]), "all runs") : ""
    return """
      <header>\(list)<h1>\(shown(run))</h1>\
      \(anchor(WebLink(path: "events", query: ["run": run, "token": token]), "events"))\
      \(anchor(WebLink(path: "metrics", query: ["run": run, "token": token]), "metrics"))\
      <span id="lost">no answer from fedtop serve</span></header>
      """
  }

  /// All panes, or one of them alone.
  private var panes: String {
    let all = anchor(page { ($0.pane, $0.zoom) = (nil, false) }, "all panes", choice.pane == nil)
    let each = PaneKind.allCases.map { kind in
      anchor(page { ($0.pane, $0.zoom) = (kind, true) }, kind.title, choice.pane == kind)
    }
    return "<nav>" + ([all] + each).joined() + "</nav>"
  }

  private var form: String {
    let kept: [(String, String?)] = [
      ("run", run), ("pane", choice.pane?.title), ("zoom", choice.zoom ? "1" : nil),
      ("token", token),
    ]
    let hidden = kept.compactMap { name, value in
      value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(escaped($0))\">" }
    }
    let known = ["80x24", "120x36", "160x45", "200x55"]
    let sizes = known.contains(choice.sizeText) ? known : known + [choice.sizeText]
    let round = choice.round.map(String.init) ?? ""
    return """
      <form>\(hidden.joined())<label>size \(select("size", sizes, choice.sizeText))</label>\
      <label>preset \(select("preset", presets, choice.preset))</label>\
      <label>theme \(select("theme", themes, choice.theme))</label>\
      <label>round <input name="round" type="number" min="0" placeholder="now" value="\(round)">\
      </label><button>show</button>\(rounds)</form>
      """
  }

  /// From a round of the past to its neighbours, and back to the present.
  private var rounds: String {
    guard let round = choice.round else { return "" }
    return anchor(page { $0.round = max(0, round - 1) }, "one back")
      + (round < last ? anchor(page { $0.round = round + 1 }, "one on") : "")
      + anchor(page { $0.round = nil }, "now")
  }

  private var frame: String {
    let live = WebLink(path: "live", query: ["run": run, "token": token]).text
    let follows = choice.round == nil ? " data-live=\"\(escaped(live))\"" : ""
    return """
      <img src="\(escaped(link("frame.svg", choice).text))" \
      alt="the monitor of \(shown(run))"\(follows)>
      """
  }

  private func page(_ change: (inout FrameChoice) -> Void) -> WebLink {
    var choice = choice
    change(&choice)
    return link("./", choice)
  }

  private func link(_ path: String, _ choice: FrameChoice) -> WebLink {
    WebLink(
      path: path,
      query: [
        "run": run, "pane": choice.pane?.title, "zoom": choice.zoom ? "1" : nil,
        "round": choice.round.map(String.init), "size": choice.sizeText,
        "preset": choice.preset, "theme": choice.theme, "token": token,
      ])
  }

  private func anchor(_ link: WebLink, _ text: String, _ isHere: Bool = false) -> String {
    let here = isHere ? " aria-current=\"page\"" : ""
    return "<a href=\"\(escaped(link.text))\"\(here)>\(shown(text))</a>"
  }

  private func select(_ name: String, _ values: [String], _ chosen: String) -> String {
    let options = values.map { value in
      "<option\(value == chosen ? " selected" : "")>\(escaped(value))</option>"
    }
    return "<select name=\"\(name)\">\(options.joined())</select>"
  }
}
