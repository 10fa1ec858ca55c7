import Foundation
import Metrics
import RunStore
import TUI

@testable import Web

/// A folder with runs, and a site over it; gone when the test is.
final class Fixture {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "web-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A run that goes on: so many rounds are in its file.
  func writer(rounds: Int, score: Score? = nil) throws -> RunWriter {
    let provenance = Provenance(
      program: "1.0.0", configuration: [:], seed: 7, blasVersion: "OpenBLAS", blasCoreType: "Zen",
      blasThreads: 1)
    let writer = try RunWriter.create(
      directory: path, method: "fibecfed", provenance: provenance)
    try writer.commit(round: [Self.started(writer.name, score)])
    writer.setStatus(.running)
    for round in 1...rounds { try writer.commit(round: [Self.round(round)]) }
    try writer.flush()
    return writer
  }

  /// The name of a run that has ended after so many rounds.
  func run(rounds: Int, score: Score? = nil) throws -> String {
    let writer = try writer(rounds: rounds, score: score)
    try writer.close()
    return writer.name
  }

  /// The site over all runs of the folder.
  func site(token: String? = nil) -> WebSite {
    Self.site(RunShelf(directory: path) { _, _ in nil }, token: token)
  }

  /// The site over one run.
  func site(run: String) throws -> WebSite {
    Self.site(try RunShelf(run: "\(path)/\(run).sqlite") { _, _ in nil })
  }

  private static func site(_ shelf: RunShelf, token: String? = nil) -> WebSite {
    WebSite(
      shelf: shelf, monitor: Monitor(theme: .standard), size: Size(width: 100, height: 30),
      gate: Gate(token: token))
  }

  private static func started(_ name: String, _ score: Score?) -> RunEvent {
    .runStarted(
      RunStarted(
        run: name, config: [:], method: "fibecfed", data: "agreement",
        model: ModelCard(
          name: "tiny", layers: 2, hidden: 32, parameters: 1000, trainable: 100,
          modules: ["query", "value"]),
        rounds: 20, clientSamples: [10, 20, 30], clientBatches: [2, 3, 4],
        clientSkew: [0.5, 0.6, 0.7], knobs: [], majorityAccuracy: 0.5, denseBytes: 4096,
        tokens: 12_345, score: score))
  }

  /// A round of a tenth of a second, in which one client fails.
  static func round(_ round: Int) -> RunEvent {
    .roundFinished(
      RoundReport(
        round: round, cohort: [0, 2], trainLoss: 0.5 / Double(round), share: 0.25, gal: [1],
        sparsityRatio: 0.5, learningRate: 0.05, bytesUp: 200, bytesDown: 400, simSeconds: 0.25,
        wallSeconds: 0.125, tokens: 256, accuracy: 0.75, accuracyGlobal: 0.625, fisher: [],
        failures: 1))
  }
}

extension WebSite {
  /// The answer to a plain request.
  func get(_ target: String) -> WebResponse { answer(WebRequest(target: target)) }
}

extension WebResponse {
  /// The body as text; empty for one that goes on.
  var text: String {
    if case .whole(let data) = body { String(decoding: data, as: UTF8.self) } else { "" }
  }
}
