import Foundation
import Metrics
import RunStore
import TUI
import Testing

@testable import Web

/// The monitor as a picture.
@Suite struct FrameTests {
  @Test("A frame is what the terminal draws, but for the line of its keys")
  func view() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 3)
    let snapshot = try RunReader(path: "\(fixture.path)/\(name).sqlite").snapshot()
    let monitor = Monitor(theme: .standard, session: .attached)
    let grid = monitor.render(
      snapshot, size: Size(width: 100, height: 31),
      capabilities: Capabilities(colors: .direct, unicode: true))
    let whole = GridSVG.document(grid, theme: .standard).split(separator: "\n")
    let frame = try fixture.site(run: name).get("/frame.svg").text.split(separator: "\n")
    // The heads differ in their height.
    #expect(frame.dropFirst(3).dropLast() == whole.dropFirst(3).prefix(frame.count - 4))
    #expect(whole.last == "</svg>" && whole.joined().contains("help"))
    #expect(frame.last == "</svg>" && !frame.joined().contains("help"))
  }

  @Test("Pane, zoom, size, theme and round choose what is drawn")
  func choices() throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 3))
    func frame(_ query: String) -> String { site.get("/frame.svg?" + query).text }
    #expect(frame("").contains("width=\"800\" height=\"480\""))
    #expect(frame("size=80x24").contains("width=\"640\" height=\"384\""))
    #expect(frame("").contains("#16181c") && frame("theme=light").contains("#ffffff"))
    #expect(frame("").contains("3/20") && frame("round=1").contains("1/20"))
    for path in ["/frame.svg", "/"] {
      #expect(site.get(path + "?round=3").status == 200)
      let answer = site.get(path + "?round=4")
      #expect(answer.status == 404 && answer.text == "round: the run has rounds 0 to 3\n")
    }
    let bytes = frame("pane=bytes&zoom=1")
    #expect(bytes.contains("bytes") && !bytes.contains("fisher"))
    #expect(frame("pane=bytes") != frame("") && frame("pane=bytes").contains("fisher"))
    #expect(frame("pane=bytes&zoom=0") == frame("pane=bytes"))
    let learning = frame("preset=learning")
    #expect(learning.contains("learning") && !learning.contains("fisher"))
    #expect(frame("preset=everything") == frame(""))
    // What a form sends of a field that was left empty.
    #expect(frame("pane=&round=&size=") == frame(""))
  }

  @Test(
    "A choice that makes no sense is a line and 400",
    arguments: [
      "pane=all", "round=-1", "round=x", "size=39x12", "size=301x100", "size=40x11", "size=80",
      "size=80x24x1", "size=99999999999999999999x40", "theme=../default", "preset=desk",
      "theme=%2Fetc%2Fpasswd",
    ])
  func mistakes(query: String) throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 1))
    for path in ["/", "/frame.svg"] {
      let answer = site.get("\(path)?\(query)")
      #expect(answer.status == 400 && answer.text.split(separator: "\n").count == 1)
    }
  }

  @Test("A run that got on is drawn anew, and one that did not is not")
  func stamps() throws {
    let fixture = try Fixture()
    let writer = try fixture.writer(rounds: 1)
    let run = try WatchedRun(path: writer.path) { _, _ in nil }
    let first = run.sight
    #expect(first.snapshot.round == 1 && run.sight.stamp == first.stamp)
    try writer.commit(round: [Fixture.round(2)])
    try writer.flush()
    #expect(run.sight.stamp == first.stamp, "looked into the file twice within the interval")
    usleep(250_000)
    #expect(run.sight.stamp != first.stamp && run.sight.snapshot.round == 2)
    try writer.close()
  }

  @Test("What is drawn behind a run is asked for once, and is there in the past too")
  func ghost() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 2)
    let trace = GhostTrace(.method, run: "fedavg-lora", round: 0, points: [])
    let run = try WatchedRun(path: "\(fixture.path)/\(name).sqlite") { started, path in
      started.run == name && path.hasSuffix("/\(name).sqlite") ? trace : nil
    }
    #expect(run.sight.snapshot.ghost == trace)
    #expect(try run.snapshot(throughRound: 1).ghost == trace)
  }
}
