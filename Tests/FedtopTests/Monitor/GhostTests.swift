import Foundation
import RunStore
import Testing

/// The parent of a branched run is drawn behind it, from its own file.
@Suite struct GhostTests {
  private static let frame = ["frame", "latest", "--size", "120x36"]

  @Test("A stored fork shows its parent, also where its checkpoint was thinned, until that is gone")
  func stored() throws {
    let scratch = try Scratch()
    let parent = try Program.run(
      ["run", "--json"] + Program.tiny + ["--set", "federation.rounds=8"], in: scratch
    ).objects()
    let name = try thinned(#require(parent.last).text("run"), in: scratch)
    let fork = try Program.run(
      ["fork", name, "--round", "2", "--lr", "0.0001", "--headless"], in: scratch)
    #expect(fork.status == 0, "\(fork.errors)")

    let shown = try Program.run(Self.frame, in: scratch)
    #expect(shown.output.contains("◦ parent \(name.suffix(4)) to r2"), "\(shown.output)")
    #expect(shown.output.contains(#/loss train [0-9.]+ Δ[+-][0-9.e-]+ /#))
    #expect(shown.lines.contains { $0.contains("1─") && $0.contains("┼") && $0.contains("▴") })
    let first = try Program.run(Self.frame + ["--round", "3"], in: scratch)
    #expect(first.output.contains("branched from \(name)"), "before later lines take its place")
    let early = try Program.run(Self.frame + ["--round", "1"], in: scratch)
    #expect(!early.output.contains("◦"), "before the branch there is nothing to tell apart")
    let same = try Program.run(Self.frame + ["--round", "2"], in: scratch)
    #expect(same.output.contains(#/loss train [0-9.]+ Δ0 /#), "\(same.output)")

    try FileManager.default.removeItem(atPath: "\(scratch.path)/runs/\(name).sqlite")
    let alone = try Program.run(Self.frame + ["--round", "3"], in: scratch)
    #expect(alone.status == 0 && !alone.output.contains("◦"))
    #expect(alone.output.contains("no ghost: "))
  }

  /// Puts a file that has the first checkpoint alone in the place of a run's own; returns its name.
  private func thinned(_ name: String, in scratch: Scratch) throws -> String {
    let whole = try RunReader(path: "\(scratch.path)/runs/\(name).sqlite")
    let writer = try RunWriter.create(
      directory: scratch.path + "/runs", method: whole.meta.method,
      provenance: whole.meta.provenance)
    let first = try whole.events(throughRound: 0).events.map(\.event)
    try writer.commit(round: first, checkpoint: whole.checkpoint(atOrBefore: 0))
    try writer.commit(round: whole.events().events.dropFirst(first.count).map(\.event))
    try writer.close()
    try FileManager.default.removeItem(atPath: whole.path)
    return writer.name
  }

  @Test("The embedded experiment has federated LoRA at its seed behind it, and nothing else has")
  func method() throws {
    let scratch = try Scratch()
    func frame(_ options: [String]) throws -> String {
      let once = ["run", "--json", "--set", "guard.bytes=1500000"] + options
      let run = try Program.run(once, in: scratch).objects()
      #expect(try #require(run.last).text("reason").hasPrefix("guard: "))
      return try Program.run(Self.frame, in: scratch).output
    }
    let shown = try frame(["--seed", "43"])
    #expect(shown.contains("◦ fedavg-lora"), "\(shown)")
    #expect(shown.contains("◦     fedavg-lora"), "what the same accuracy cost it")
    for other in [
      ["--seed", "7"], ["--alpha", "0.2"], ["--method", "fedavg-lora"], ["--rounds", "9"],
      ["--set", "lora.rank=2"], ["--set", "clock.mode=async"], ["--set", "evaluation.every=3"],
    ] {
      #expect(try !frame(other).contains("◦"), "\(other)")
    }
  }

  @Test("A live fork and its replay show the parent too, with the same words")
  func live() throws {
    let scratch = try Scratch()
    let parent = try Program.run(["run", "--json"] + Program.tiny, in: scratch).objects()
    let name = try #require(parent.last).text("run")
    let legend = "◦ parent \(name.suffix(4)) to r1"
    for command in [["fork", name, "--round", "1"], ["replay", "latest", "--speed", "max"]] {
      let monitor = try MonitorProcess(command: command, in: scratch, columns: 120, rows: 36)
      #expect(monitor.shows(legend), "\(monitor.lines.joined(separator: "\n"))")
      #expect(monitor.shows("FINISHED"))
      monitor.send("q")
      monitor.expectEnd(0)
    }
  }
}
