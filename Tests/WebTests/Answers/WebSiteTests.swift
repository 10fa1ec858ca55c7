import Foundation
import Testing

@testable import Web

/// From request to answer, without a server.
@Suite struct WebSiteTests {
  @Test("Each path has its kind of answer, and none is kept by anybody")
  func paths() throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 2))
    let types = [
      "/": "text/html; charset=utf-8", "/frame.svg": "image/svg+xml",
      "/live": "text/event-stream", "/events": "application/jsonl",
      "/metrics": "text/plain; version=0.0.4; charset=utf-8",
      "/healthz": "text/plain; charset=utf-8",
    ]
    for (path, type) in types {
      let answer = site.get(path)
      #expect(answer.status == 200 && answer.headers["Content-Type"] == type, "\(path)")
      #expect(answer.headers["Cache-Control"] == "no-store", "\(path)")
    }
    #expect(site.get("/healthz").text == "ok\n")
  }

  @Test(
    "What is not there is a line and 404",
    arguments: ["/index.html", "/frame", "/frame.svg/", "//", "", "/%00", "/live/x", "/?run=no"])
  func nothing(target: String) throws {
    let answer = try Fixture().site().get(target)
    #expect(answer.status == 404 && answer.text.hasSuffix("\n"))
    #expect(answer.text.split(separator: "\n").count == 1)
  }

  @Test(
    "Nothing but looking: other methods are refused", arguments: ["POST", "PUT", "DELETE", "x"])
  func methods(method: String) throws {
    let answer = try Fixture().site().answer(WebRequest(method: method, target: "/healthz"))
    #expect(answer.status == 405 && answer.headers["Allow"] == "GET, HEAD")
  }

  @Test("The answer to HEAD is that to GET; the server leaves the body out")
  func head() throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 1))
    #expect(site.answer(WebRequest(method: "HEAD", target: "/metrics")) == site.get("/metrics"))
  }

  @Test("A run file that is replaced by another of its name is read anew")
  func replaced() throws {
    let fixture = try Fixture()
    let (old, new) = try (fixture.run(rounds: 2), fixture.run(rounds: 5))
    let site = fixture.site()
    let before = site.get("/metrics?run=\(old)").text
    let (from, to) = ("\(fixture.path)/\(new).sqlite", "\(fixture.path)/\(old).sqlite")
    #expect(rename(from, to) == 0)
    let after = site.get("/metrics?run=\(old)").text
    #expect(before.contains(/fedtop_round\{.*\} 2\n/))
    #expect(after.contains(/fedtop_round\{.*\} 5\n/))
  }

  @Test("A directory has a list that leads to its runs, and a run is asked for by name")
  func directory() throws {
    let fixture = try Fixture()
    #expect(fixture.site().get("/").text.contains("no runs yet"))
    let (first, second) = (try fixture.run(rounds: 1), try fixture.run(rounds: 2))
    let site = fixture.site()
    let list = site.get("/").text
    #expect(list.contains("href=\"./?run=\(first)\"") && list.contains("href=\"./?run=\(second)\""))
    #expect(site.get("/?run=\(first)").text.contains("<h1>\(first)</h1>"))
    #expect(site.get("/frame.svg?run=\(second)").text.contains("2/20"))
    #expect(site.get("/live?run=\(first)").body == .live(run: first))
    #expect(site.get("/frame.svg").status == 404)
  }

  @Test("One run is shown without its name, and no other one beside it")
  func single() throws {
    let fixture = try Fixture()
    let (shown, other) = (try fixture.run(rounds: 1), try fixture.run(rounds: 1))
    let site = try fixture.site(run: shown)
    #expect(site.get("/events") == site.get("/events?run=\(shown)"))
    #expect(site.get("/events?run=\(other)").status == 404)
  }

  @Test(
    "A name never becomes a path",
    arguments: [
      "../outside", "..%2Foutside", "./inside", "inside.sqlite", "%2Fetc%2Fpasswd", "inside%00",
      "", ".", "latest", "insid",
    ])
  func traversal(name: String) throws {
    let fixture = try Fixture()
    let folder = fixture.path + "/runs"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    let run = "\(fixture.path)/\(try fixture.run(rounds: 1)).sqlite"
    try FileManager.default.copyItem(atPath: run, toPath: folder + "/inside.sqlite")
    try FileManager.default.moveItem(atPath: run, toPath: fixture.path + "/outside.sqlite")
    let shelf = RunShelf(directory: folder) { _, _ in nil }
    #expect(try shelf.run("inside") != nil)
    let name = name.removingPercentEncoding ?? ""
    #expect(try shelf.run(name) == nil)
  }

  @Test("A file that is no run is listed, and its answer names no path of this machine")
  func broken() throws {
    let fixture = try Fixture()
    try Data("no run".utf8).write(to: URL(filePath: fixture.path + "/broken.sqlite"))
    let site = fixture.site()
    #expect(site.get("/").text.contains("<td>broken</td><td>cannot be read</td>"))
    let answer = site.get("/frame.svg?run=broken")
    #expect(answer.status == 503 && !answer.text.contains("/"))
    #expect(site.get("/metrics").status == 200)
  }

  @Test("More runs than can be open are shown all the same")
  func many() throws {
    let fixture = try Fixture()
    let run = "\(fixture.path)/\(try fixture.run(rounds: 1)).sqlite"
    let names = (0..<RunShelf.capacity + 3).map { "copy-\(100 + $0)" }
    for name in names {
      try FileManager.default.copyItem(atPath: run, toPath: "\(fixture.path)/\(name).sqlite")
    }
    try FileManager.default.removeItem(atPath: run)
    let site = fixture.site()
    for name in names + names.prefix(2) {
      #expect(site.get("/frame.svg?run=\(name)").status == 200, "\(name)")
    }
    let metrics = site.get("/metrics").text
    #expect(metrics.contains("# 3 older runs are left out"))
    #expect(metrics.matches(of: /fedtop_round\{/).count == RunShelf.capacity)
  }
}
