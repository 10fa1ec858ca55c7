import Foundation
import Plain
import RunStore
import Testing

@testable import Web

/// Stored events for other programs.
@Suite struct EventTests {
  @Test("All events are there as the lines of an export, and reading goes on where it ended")
  func lines() throws {
    let fixture = try Fixture()
    let writer = try fixture.writer(rounds: 2)
    let site = try fixture.site(run: writer.name)
    let all = site.get("/events")
    let stored = try RunReader(path: writer.path).events().events
    #expect(all.text == stored.compactMap { JSONLines.line($0.event) }.map { $0 + "\n" }.joined())
    #expect(stored.count == 3)

    let next = try #require(all.headers["Fedtop-Next"])
    let nothing = site.get("/events?from=\(next)")
    #expect(nothing.text == "" && nothing.headers["Fedtop-Next"] == next)
    try writer.commit(round: [Fixture.round(3)])
    try writer.flush()
    let more = site.get("/events?from=\(next)")
    #expect(more.text == JSONLines.line(Fixture.round(3)).map { $0 + "\n" })
    try writer.close()
  }

  @Test("A long record comes in pieces that make up the whole")
  func pieces() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 9)
    let reader = try RunReader(path: "\(fixture.path)/\(name).sqlite")
    let whole = try EventLines.answer(reader, after: 0).text
    var (text, from, pieces) = ("", "0", 0)
    while pieces < 20 {
      let piece = try EventLines.answer(reader, after: Int64(from) ?? 0, limit: 500)
      guard !piece.text.isEmpty else { break }
      text += piece.text
      from = piece.headers["Fedtop-Next"] ?? ""
      pieces += 1
    }
    #expect(text == whole && pieces > 2 && pieces < 20)
  }

  @Test("A place that the record does not know is told, and one that is no number refused")
  func places() throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 1))
    #expect(site.get("/events?from=1000").status == 200)
    for text in ["x", "-1", "1.5", "99999999999999999999"] {
      #expect(site.get("/events?from=\(text)").status == 400, "\(text)")
    }
  }
}
