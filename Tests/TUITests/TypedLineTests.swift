import Metrics
import Testing

@testable import TUI

/// What is typed behind the colon.
@Suite struct TypedLineTests {
  private let snapshot = SampleRun().snapshot

  private func monitor(_ session: Session = .host) -> Monitor {
    var monitor = Monitor(theme: .standard, session: session)
    monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
    monitor.runs = ["20260101-fedavg-lora-aaaa", "20260101-fibecfed-bbbb"]
    return monitor
  }

  private func parse(_ line: String, _ session: Session = .host) throws -> TypedCommand? {
    try monitor(session).parser(snapshot).parse(line)
  }

  private func refusal(_ line: String, _ session: Session = .host) -> String {
    do {
      _ = try monitor(session).parser(snapshot).parse(line)
      return "accepted"
    } catch {
      return error.text
    }
  }

  @Test func knobsTakeTypedValues() throws {
    #expect(try parse("sparsity 0.62") == .run(.set(knob: "sparsity", value: 0.62)))
    #expect(try parse("spars 62%") == .run(.set(knob: "sparsity", value: 0.62)))
    #expect(try parse("lr 3e-3") == .run(.set(knob: "lr", value: 0.003)))
  }

  @Test func valuesOutOfBoundsAreRefusedWithTheBounds() {
    #expect(refusal("sparsity 1.7").contains("goes from"))
    #expect(refusal("sparsity").contains("goes from"))
    #expect(refusal("sparsity nan").contains("goes from"))
    #expect(refusal("cohort 2.5").contains("whole number"))
    #expect(refusal("nonsense 3") == "nonsense: no command; ? lists the keys")
    #expect(refusal("un 3") == TypedVerb.until.usage)
  }

  @Test func goalsHaveUnits() throws {
    let accuracy = try #require(RunGoal(.accuracy, 0.99))
    #expect(try parse("until accuracy 99%") == .run(.until(accuracy)))
    #expect(try parse("until acc 0.99") == .run(.until(accuracy)))
    let bytes = try #require(RunGoal(.bytes, 2 * 1_073_741_824))
    #expect(try parse("until bytes 2G") == .run(.until(bytes)))
    #expect(try parse("until bytes 2 GiB".replacing(" GiB", with: "GiB")) == .run(.until(bytes)))
    #expect(try parse("until round 40") == .run(.until(#require(RunGoal(.round, 40)))))
    #expect(refusal("until round 1") == "round 1 is reached already")
    #expect(refusal("until accuracy 70").contains("0.7 or 70%"))
    #expect(refusal("until never") == TypedVerb.until.usage)
  }

  @Test func whatIsPlayedIsNotSteered() throws {
    #expect(refusal("sparsity 0.6", .replay).contains("b branches"))
    #expect(refusal("note x", .replay).contains("played"))
    #expect(try parse("step 3", .replay) == .run(.step(3)))
    #expect(try parse("goto 12", .replay) == .goTo(12))
  }

  @Test func wordsAreCompleted() {
    let parser = monitor().parser(snapshot)
    #expect(parser.completions("unt") == ["until"])
    #expect(parser.completions("until a") == ["until accuracy"])
    #expect(parser.completions("theme li") == ["theme light"])
    #expect(parser.completions("overlay 2").count == 2)
    #expect(parser.completions("xyz").isEmpty)
  }

  @Test func severalRunsAreLaidBehindThisOneAndTakenAway() throws {
    #expect(try parse("overlay latest") == .overlay("latest"))
    #expect(try parse("open latest") == .overlay("latest"))
    #expect(refusal("overlay off").contains("no run is drawn"))
    var drawn = snapshot
    for name in ["one-aa", "one-bb", "two-cc", "two-dd"] {
      drawn.apply(.ghostTraced(GhostTrace(.overlay, run: name, round: 0, points: [])))
    }
    let parser = monitor().parser(drawn)
    #expect(try parser.parse("overlay off") == .overlayOff(nil))
    #expect(try parser.parse("overlay none") == .overlayOff(nil))
    #expect(try parser.parse("overlay off bb") == .overlayOff("one-bb"))
    #expect(throws: TypedLineError.self) { try parser.parse("overlay off two") }
    #expect(throws: TypedLineError.self) { try parser.parse("overlay fifth") }
    #expect(try parser.parse("overlay two-cc") == .overlay("two-cc"), "the same run anew")
    #expect(parser.completions("overlay off t") == ["overlay off two-cc", "overlay off two-dd"])
  }

  @Test func aLineIsTypedCompletedAndDone() {
    var monitor = monitor()
    func press(_ keys: [Key]) -> [MonitorEffect] {
      keys.flatMap { monitor.handle($0, snapshot: snapshot) }
    }
    let text = Array("spa").map(Key.character)
    #expect(press([.character(":")] + text + [.tab]).isEmpty)
    #expect(monitor.state.mode == .command(TypedLine(text: "sparsity ")))
    #expect(press([.paste("0.6"), .enter]) == [.command(.set(knob: "sparsity", value: 0.6))])
    #expect(monitor.state.mode == .normal)
    // The history gives it back, and a turn can be taken back.
    #expect(press([.character(":"), .up]).isEmpty)
    #expect(monitor.state.mode == .command(TypedLine(text: "sparsity 0.6", back: 1)))
    #expect(press([.escape, .character("u")]).count == 1)
  }

  @Test func whatIsPastedFromSeveralLinesIsOneAndControlUTakesItAway() {
    var monitor = monitor()
    for key in [Key.character(":"), .paste("note a\r\n\nb\rc\n")] {
      #expect(monitor.handle(key, snapshot: snapshot).isEmpty)
    }
    #expect(monitor.state.mode == .command(TypedLine(text: "note a b c")))
    for _ in 0..<2 {
      #expect(monitor.handle(.control("u"), snapshot: snapshot).isEmpty)
      #expect(monitor.state.mode == .command(TypedLine()), "an empty line stays open")
    }
  }

  @Test func aLineThatIsWrongStaysToBeMended() {
    var monitor = monitor()
    for key in [Key.character(":"), .paste("sparsity 7"), .enter] {
      #expect(monitor.handle(key, snapshot: snapshot).isEmpty)
    }
    #expect(monitor.state.mode == .command(TypedLine(text: "sparsity 7")))
    let frame = monitor.render(
      snapshot, size: Size(width: 80, height: 24),
      capabilities: Capabilities(colors: .mono, unicode: true))
    #expect(GridText.plain(frame).contains("goes from"))
  }

  /// What is previewed is what happens: every candidate that is offered is either done or refused in words.
  @Test func whatIsOfferedIsUnderstood() {
    let parser = monitor().parser(snapshot)
    for line in parser.completions("") {
      for tail in ["", " ", " 1", " 0.5", " x y", " live"] {
        #expect(!parser.preview(line + tail).text.isEmpty)
      }
    }
  }
}
