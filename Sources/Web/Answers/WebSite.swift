import Foundation
import RunStore
import TUI

/// All that can be asked for, as a function from request to answer; nothing of it changes a run.
public struct WebSite: Sendable {
  /// The runs that are shown.
  let shelf: RunShelf
  private let gate: Gate
  private let studio: FrameStudio
  private let standard: FrameChoice

  /// Makes a site.
  ///
  /// - Parameters:
  ///   - shelf: the runs that are shown.
  ///   - monitor: how they are drawn: its theme and preset first, and the others it has to choose from.
  ///   - size: columns and rows of a frame where nobody asks for others.
  ///   - gate: who may look.
  public init(shelf: RunShelf, monitor: Monitor, size: Size, gate: Gate) {
    self.shelf = shelf
    self.gate = gate
    studio = FrameStudio(monitor: monitor)
    standard = FrameChoice(
      size: size, theme: monitor.theme.name, preset: monitor.state.preset.name)
  }

  /// The size that a text such as `120x36` means; nil for one that a frame may not have.
  public static func size(_ text: String) -> Size? { FrameChoice.size(text) }

  /// The answer to a request; the one to `HEAD` is that to `GET`.
  public func answer(_ request: WebRequest) -> WebResponse {
    if let refusal = gate.refusal(request) { return refusal }
    guard request.method == "GET" || request.method == "HEAD" else {
      return .refusal(405, "this server only shows: GET or HEAD", headers: ["Allow": "GET, HEAD"])
    }
    do {
      return try route(request)
    } catch let mistake as FrameChoice.Mistake {
      return .refusal(mistake.status, mistake.description)
    } catch let error as StoreError where error.isNotFound {
      return noRun
    } catch {
      // Paths of this machine are none of a visitor's business.
      return .refusal(503, "the run cannot be read now")
    }
  }

  private func route(_ request: WebRequest) throws -> WebResponse {
    switch request.path {
    case "/": try page(request)
    case "/frame.svg":
      try withRun(request) { run in
        WebResponse(
          type: "image/svg+xml", .whole(try studio.frame(of: run, try choice(request, run))))
      }
    case "/live":
      try withRun(request) { run in
        WebResponse(type: "text/event-stream", .live(run: run.name))
      }
    case "/events": try withRun(request) { try events($0, request) }
    case "/metrics": try metrics(request)
    case "/healthz": .text("ok\n")
    default: .refusal(404, "nothing here: see /")
    }
  }

  private func page(_ request: WebRequest) throws -> WebResponse {
    let token = gate.asksForToken ? request.token : nil
    if shelf.isDirectory, request.query["run"] == nil {
      return ListPage(listings: try shelf.listings(), token: token).response
    }
    return try withRun(request) { run in
      RunPage(
        run: run.name, choice: try choice(request, run), last: run.sight.snapshot.round,
        themes: studio.themes, presets: studio.presets, token: token, hasList: shelf.isDirectory
      ).response
    }
  }

  private func events(_ run: WatchedRun, _ request: WebRequest) throws -> WebResponse {
    guard let from = Int64(request.query["from"] ?? "0"), from >= 0 else {
      return .refusal(400, "from: must be a number from 0 on, such as \(EventLines.next) said")
    }
    return try EventLines.answer(run.reader, after: from)
  }

  private func metrics(_ request: WebRequest) throws -> WebResponse {
    if request.query["run"] != nil {
      return try withRun(request) { run in
        .text(MetricsText([(run.name, run.sight.snapshot)]).text, type: MetricsText.type)
      }
    }
    let (names, older) = try shelf.newest()
    // A file that cannot be read has no numbers.
    let runs = names.compactMap { name in
      (try? shelf.run(name)).map { (name: name, snapshot: $0.sight.snapshot) }
    }
    let note = older > 0 ? "\(older) older runs are left out: ask with ?run=NAME" : nil
    return .text(MetricsText(runs, note: note).text, type: MetricsText.type)
  }

  private func choice(_ request: WebRequest, _ run: WatchedRun) throws -> FrameChoice {
    let choice = try FrameChoice(
      request.query, standard: standard, themes: studio.themes, presets: studio.presets)
    let last = run.sight.snapshot.round
    guard choice.round ?? 0 <= last else {
      throw FrameChoice.Mistake(description: "round: the run has rounds 0 to \(last)", status: 404)
    }
    return choice
  }

  private func withRun(
    _ request: WebRequest, _ body: (WatchedRun) throws -> WebResponse
  ) throws -> WebResponse {
    guard let run = try shelf.run(request.query["run"]) else { return noRun }
    return try body(run)
  }

  private var noRun: WebResponse { .refusal(404, "no such run here: see /") }
}
