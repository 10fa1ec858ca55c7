import Dispatch
import FlyingFox
import Foundation

/// The site behind HTTP: the one place where its values meet those of the library.
///
/// Answers are made one after the other, on a queue of their own: files are read and pictures drawn there, on one core at
/// most, while the threads that send them never wait.
struct SiteHandler: HTTPHandler {
  private let site: WebSite
  private let desk: LiveDesk
  private let queue = DispatchQueue(label: "fedtop.serve", qos: .utility)

  init(site: WebSite, desk: LiveDesk) {
    self.site = site
    self.desk = desk
  }

  func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
    let asked = WebRequest(
      method: request.method.rawValue, target: request.target.rawValue,
      host: request.headers[.host], authorization: request.headers[.authorization])
    return await withCheckedContinuation { continuation in
      queue.async {
        continuation.resume(returning: response(to: asked))
      }
    }
  }

  private func response(to request: WebRequest) -> HTTPResponse {
    let answer = site.answer(request)
    var headers = HTTPHeaders()
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    switch answer.body {
    case .whole(let data):
      headers[.contentLength] = String(data.count)
      let body = request.method == "HEAD" ? Data() : data
      return HTTPResponse(
        statusCode: Self.status(answer.status), headers: headers,
        body: HTTPBodySequence(data: body, suggestedBufferSize: 1 << 16))
    case .live(let run):
      if request.method == "HEAD" { return HTTPResponse(statusCode: .ok, headers: headers) }
      guard let run = try? site.shelf.run(run), let stamps = desk.watch(run) else {
        return HTTPResponse(statusCode: Self.status(503))
      }
      return HTTPResponse(
        statusCode: .ok, headers: headers, body: HTTPBodySequence(from: LiveBytes(stamps: stamps)))
    }
  }

  private static func status(_ code: Int) -> HTTPStatusCode {
    HTTPStatusCode(code, phrase: phrases[code] ?? "")
  }

  private static let phrases = [
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
    405: "Method Not Allowed", 410: "Gone", 421: "Misdirected Request", 503: "Service Unavailable",
  ]
}
