import Metrics
import Plain
import Testing

@testable import TUI

@Suite struct FuzzTests {
  private static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home, .end,
      .pageUp, .pageDown, .control("c"), .control("l"), .control("x"), .function(1), .function(99),
      .character("\u{0}"), .character("é"), .character("漢"), .character("👩‍👩‍👧‍👦"), .character("٣"),
    ] + " .[]0123456789zsSc/nNgGt?qkjyx-brmMwWaAX<>dRpP+=".map { Key.character($0) }

  @Test(arguments: 0..<8)
  func randomKeysAndEvents(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) &* 77 &+ 5)
    var monitor = Monitor(theme: .standard)
    var snapshot = seed % 2 == 0 ? RunSnapshot() : SampleRun().snapshot
    for step in 0..<100 {
      if step % 3 == 0 { snapshot.apply(event(&random)) }
      if step % 17 == 0 {
        monitor.timeline =
          Bool.random(using: &random)
          ? nil
          : Timeline(
            first: 3, last: step % 2 == 0 ? 9 : .max, state: .running, record: snapshot,
            speed: step % 3 == 0 ? 4 : nil)
        monitor.session = [.host, .attached, .replay][step % 3]
      }
      for _ in 0..<4 {
        let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]
        _ = monitor.handle(key, snapshot: snapshot)
      }
      let size = Size(
        width: Int.random(in: 0...140, using: &random),
        height: Int.random(in: 0...45, using: &random))
      let colors = Capabilities.Colors.allCases[step % 4]
      let now = step % 10 == 0 ? Double.nan : Double(step) * 1e17
      let grid = monitor.render(
        snapshot, size: size,
        capabilities: Capabilities(colors: colors, unicode: step % 2 == 0), now: now)
      #expect(grid.size == size)
      let drawable = grid.cells.allSatisfy { cell in
        cell.character == Cell.continuation.character || CharacterWidth.of(cell.character) > 0
      }
      #expect(drawable)
    }
  }

  @Test func randomThemesNeverTrap() {
    var random = SplitMix64(seed: 42)
    let pieces = [
      "[palette]\n", "[roles]\n", "text = ", "\"default\"\n", "ramp-heat = [", "]\n", "\"#12345",
      "6\"",
      "/ 999", " / red / bold\"", "\n", "\u{0}", "漢", "= 5\n", "border.focus = 3\n", "\"$x\"", ", ",
      "{", "background = ", "\"any\"\n", "twin = ", "sight = ",
      "}", "[[roles]]\n", "x = 1e400\n", "roles = 3\n", "ramp-bytes = [1,2,3]\n", "'", "\\u0000",
    ]
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<Int.random(in: 0...14, using: &random) {
        text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      do {
        let theme = try Theme(name: "x", toml: text, path: "x.toml")
        #expect(theme.name == "x")
      } catch {
        #expect(!error.description.contains("\n"))
        #expect(error.description.contains("x.toml:"))
      }
    }
  }

  private func event(_ random: inout SplitMix64) -> RunEvent {
    let doubles = [
      0, -1, 1, 1e300, -1e300, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 0.3, 4096,
      .greatestFiniteMagnitude,
    ]
    func number() -> Double { doubles[Int.random(in: 0..<doubles.count, using: &random)] }
    func integer() -> Int { [0, 1, 2, -1, 7, 99, 100, 1 << 40].randomElement(using: &random) ?? 0 }
    func text() -> String {
      ["", "ok", "\u{1B}[31mred\u{7}", "漢字漢字", "e\u{301}\u{301}", "a\nb\tc", "👩‍👩‍👧‍👦", "\u{202E}x"]
        .randomElement(using: &random) ?? ""
    }
    let many = Int.random(in: 0...6, using: &random)
    let heat = (0..<many).map { _ in
      (0..<Int.random(in: 0...5, using: &random)).map { _ in number() }
    }
    switch Int.random(in: 0...10, using: &random) {
    case 10:
      return .ghostTraced(
        GhostTrace(
          .parent, run: text(), round: integer(),
          points: (0..<many * 3).map {
            .init(round: $0 * max(1, many % 3), trainLoss: number(), accuracy: number())
          }, problem: many == 0 ? text() : nil))
    case 0:
      let knob = Knob(
        name: "sparsity", label: text(), value: number(), minimum: 0, maximum: 1, step: 0.05,
        scale: many % 2 == 0 ? .linear : .logarithmic)
      return .runStarted(
        RunStarted(
          run: text(), config: [:], method: text(), data: text(),
          model: ModelCard(
            name: text(), layers: integer(), hidden: 1, parameters: integer(), trainable: integer(),
            modules: (0..<many).map { _ in text() }),
          rounds: integer(), clientSamples: (0..<many * 9).map { _ in integer() },
          clientBatches: [3], clientSkew: [number()], knobs: many == 0 ? [] : [knob],
          majorityAccuracy: number(), denseBytes: 100, tokens: integer()))
    case 1:
      return .initialised(
        Initialisation(
          gal: [integer(), integer()], layerScores: [], rule: text(), sparsityRatio: number(),
          clientDifficulty: [number()], fisher: heat, accuracy: number(), bytesUp: 1, bytesDown: 1,
          wallSeconds: number()))
    case 2: return .clientStarted(ClientStart(round: integer(), client: integer()))
    case 3:
      return .clientFinished(
        ClientReport(
          round: integer(), client: integer(), batchesUsed: integer(), batchesTotal: integer(),
          tokens: 1, steps: 1, trainLoss: number(), difficulty: number(), fisher: [],
          liveNeurons: 1, bytesUp: integer(), bytesDown: 5, simSeconds: 1, failure: text()))
    case 4, 5:
      return .roundFinished(
        RoundReport(
          round: integer(), cohort: [integer(), 0], trainLoss: number(), share: number(),
          gal: [integer()], sparsityRatio: number(), learningRate: number(), bytesUp: integer(),
          bytesDown: integer(), simSeconds: number(), wallSeconds: number(), tokens: integer(),
          accuracy: number(), accuracyGlobal: number(), loss: number(), fisher: heat))
    case 6:
      return .commandQueued(CommandRecord(name: "sparsity", value: number(), round: integer()))
    case 7:
      return .commandApplied(CommandRecord(name: "sparsity", value: number(), round: integer()))
    case 8: return .stateChanged(RunState.allCases.randomElement(using: &random) ?? .running)
    default:
      return .notice(Notice(level: .warning, round: integer(), client: integer(), text: text()))
    }
  }
}
