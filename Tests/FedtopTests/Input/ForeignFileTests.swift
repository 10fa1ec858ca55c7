import Foundation
import Metrics
import Plain
import RunStore
import Testing

/// Files from anywhere, through the program: it says what is wrong, and nothing of them steers the terminal.
@Suite struct ForeignFileTests {
  /// Characters that would: ESC, BEL, C1's CSI and OSC, a line break, a bidirectional override.
  private static let evil = "\u{1b}[2J\u{7}\u{9b}31m\u{9d}0;x\u{9c}\r\n\u{202e}\u{2028}e\u{301}"

  /// Runs a command and expects an ordered end: a known status, one line of error at most, and no control character.
  private func run(
    _ arguments: [String], in scratch: Scratch, allowing sequences: Regex<Substring>? = nil
  ) throws -> Outcome {
    let outcome = try Program.run(arguments, in: scratch)
    #expect([0, 1, 2, 65, 66, 74].contains(outcome.status), "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count <= 2, "\(outcome.errors)")
    for text in [outcome.output, outcome.errors] {
      let rest = sequences.map { text.replacing($0, with: "") } ?? text
      let steering = rest.unicodeScalars.filter { scalar in
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
      }
      #expect(steering.isEmpty, "\(arguments): \(Array(steering.prefix(3)))")
    }
    return outcome
  }

  @Test("A run whose every text is hostile is shown, listed, compared and exported tamely")
  func hostile() throws {
    let scratch = try Scratch()
    try write(HostileRun(evil: Self.evil).events, in: scratch)
    for size in ["120x36", "80x24", "30x6"] {
      #expect(try run(["frame", "latest", "--size", size], in: scratch).status == 0)
    }
    let colours = try Regex("\u{1b}\\[[0-9;]*m", as: Substring.self)
    _ = try run(["frame", "latest", "--ansi"], in: scratch, allowing: colours)
    for command in [
      ["runs"], ["runs", "--json"], ["compare", "latest", "latest"],
      ["compare", "latest", "--json"], ["export", "latest", "--to", "csv", "-"],
      ["export", "latest", "--to", "csv", "--clients", "-"],
      ["export", "latest", "--to", "jsonl", "-"], ["export", "latest", "--to", "svg", "-"],
    ] {
      #expect(try run(command, in: scratch).status == 0)
    }
    // What JSON must not show it may still say.
    let line = try #require(
      try run(["export", "latest", "--to", "jsonl", "-"], in: scratch).lines.first)
    #expect(try JSONObject(line).text("data") == Self.evil)
    for command in [
      ["verify", "latest"], ["resume", "latest", "--headless"],
      ["fork", "latest", "--round", "1", "--headless"], ["attach", "latest"],
      ["export", "latest", "--to", "model", "out"], ["predict", "--run", "latest", "--text", "a"],
    ] {
      #expect(try run(command, in: scratch).status != 0)
    }
  }

  @Test("Run files that are broken anywhere are listed and looked at, and never end in a trap")
  func broken() throws {
    let scratch = try Scratch()
    let made = try Program.run(["run"] + Program.tiny, in: scratch)
    try #require(made.status == 0)
    let name = try #require(scratch.runFiles.first { $0.hasSuffix(".sqlite") })
    let whole = try Data(contentsOf: URL(filePath: "\(scratch.path)/runs/\(name)"))
    var random = SplitMix64(seed: 8)
    for turn in 0..<24 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        // The first pages hold what leads to all others.
        let end = turn % 2 == 0 ? 8192 : whole.count
        damaged[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if turn % 3 == 0 { damaged = damaged.prefix(Int.random(in: 0..<whole.count, using: &random)) }
      try scratch.write("runs/broken-\(turn).sqlite", damaged)
    }
    #expect(try run(["runs"], in: scratch).lines.count == 1 + 25)
    #expect(try run(["runs", "--json"], in: scratch).objects().count == 25)
    for turn in 0..<24 {
      _ = try run(["frame", "broken-\(turn).sqlite", "--runs", "runs"], in: scratch)
      let path = "runs/broken-\(turn).sqlite"
      _ = try run(["frame", path], in: scratch)
      if turn % 2 == 1 { _ = try run(["export", path, "--to", "csv", "-"], in: scratch) }
      if turn % 4 == 1 { _ = try run(["verify", path], in: scratch) }
      if turn % 4 == 3 { _ = try run(["resume", path, "--headless"], in: scratch) }
      if turn % 8 == 5 {
        _ = try run(["export", path, "--to", "adapter", "out\(turn)"], in: scratch)
      }
    }
  }

  @Test("Models and adapters that are broken anywhere are refused or used, and never end in a trap")
  func models() throws {
    let oracle = Oracle("bert")
    var random = SplitMix64(seed: 9)
    for turn in 0..<12 {
      let scratch = try Scratch()
      let file = ["model.safetensors", "config.json", "tokenizer.json"][turn % 3]
      let isAdapter = turn >= 6
      let source = isAdapter ? URL(filePath: oracle.adapterPath) : oracle.model
      let changed =
        isAdapter ? ["adapter_model.safetensors", "adapter_config.json"][turn % 2] : file
      let copy = try scratch.copy(source, to: "copy", changing: changed) { data in
        for _ in 0..<3 {
          let end = min(data.count, 1500)
          data[Int.random(in: 0..<end, using: &random)] =
            UInt8.random(in: 0...255, using: &random)
        }
      }
      let model = isAdapter ? ["--model", oracle.modelPath, "--adapter", copy] : ["--model", copy]
      _ = try run(["predict"] + model + ["--text", "a plain text"], in: scratch)
    }
  }

  private func write(_ events: [RunEvent], in scratch: Scratch) throws {
    let writer = try RunWriter.create(
      directory: scratch.path + "/runs", method: Self.evil,
      provenance: Provenance(
        program: Self.evil, configuration: ["data.name": .text(Self.evil)], seed: 1,
        blasVersion: Self.evil, blasCoreType: Self.evil, blasThreads: 1))
    try writer.commit(
      round: events, checkpoint: Checkpoint(round: 1, server: Array("x".utf8)))
    try writer.close()
  }
}

/// Events whose every text is the same, hostile one.
private struct HostileRun {
  let evil: String

  var events: [RunEvent] {
    [
      .runStarted(
        RunStarted(
          run: evil, config: ["data.name": .text(evil), evil: .text(evil)], method: evil,
          data: evil,
          model: ModelCard(
            name: evil, layers: 2, hidden: 4, parameters: 10, trainable: 2, modules: [evil, evil]),
          rounds: 3, clientSamples: [4, 4], clientBatches: [1, 1], clientSkew: [0.5, 0.5],
          knobs: [Knob(name: evil, label: evil, value: 1, minimum: 0, maximum: 2, step: 0.5)],
          majorityAccuracy: 0.5, denseBytes: 8, tokens: 16,
          parent: RunStarted.Parent(run: evil, round: 1))),
      .notice(Notice(level: .warning, round: 1, client: 1, text: evil)),
      .initialised(
        Initialisation(
          gal: [1], layerScores: [1, 2], rule: evil, sparsityRatio: 0.5, clientDifficulty: [1, 2],
          fisher: [[1, 2], [3, 4]], accuracy: 0.5, bytesUp: 1, bytesDown: 1, wallSeconds: 0)),
      .commandApplied(CommandRecord(name: evil, value: 1, round: 1, origin: evil)),
      .clientFinished(
        ClientReport(
          round: 1, client: 0, batchesUsed: 1, batchesTotal: 1, tokens: 8, steps: 1,
          trainLoss: nil, difficulty: nil, fisher: [], liveNeurons: 1, bytesUp: 0, bytesDown: 4,
          simSeconds: 1, failure: evil)),
      .roundFinished(
        RoundReport(
          round: 1, cohort: [0], trainLoss: nil, share: 1, gal: [1], sparsityRatio: 0.5,
          learningRate: 0.1, bytesUp: 0, bytesDown: 4, simSeconds: 1, wallSeconds: 1, tokens: 8,
          fisher: [[1, 2], [3, 4]], failures: 1)),
    ]
  }
}
