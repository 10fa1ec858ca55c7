import Foundation
import Metrics
import RunStore
import Sim

extension RunResult {
  /// The result of a run file whose events are `page`, as far as the run has come.
  /// - Throws: `StoreError`.
  public init(_ reader: RunReader, _ page: EventPage) throws(StoreError) {
    let snapshot = try reader.snapshot(of: page)
    self.init(run: reader.name, meta: reader.meta, snapshot: snapshot)
  }

  /// The result of a run as it stands.
  init(run: String, meta: RunMeta, snapshot: RunSnapshot) {
    let started = snapshot.started
    let provenance = meta.provenance
    self.init(
      run: run, method: started?.method ?? meta.method, seed: provenance.seed,
      settings: Self.deciding(provenance.configuration, method: meta.method),
      branched: (provenance.parent ?? started?.parent)?.round,
      turned: snapshot.applied.compactMap(Self.turn),
      data: Source(provenance.sources?.data, name: started?.data),
      model: Source(provenance.sources?.model, name: started?.model.name),
      majorityAccuracy: started?.majorityAccuracy, majorityPersonal: started?.majorityPersonal,
      planned: started?.rounds ?? 0, rounds: snapshot.round, curve: ResultCurve(snapshot),
      bytesUp: snapshot.ledger.up, bytesDown: snapshot.ledger.down,
      simSeconds: snapshot.simSeconds, wallSeconds: snapshot.wallSeconds,
      epsilon: snapshot.rounds.last?.epsilon, flops: snapshot.flops, program: provenance.program,
      coreType: provenance.blasCoreType, created: meta.created.formatted(.iso8601))
    partitionHash = started?.partitionHash
  }

  /// What of a configuration can change the result: what the method reads, but for where files are, who computes, and
  /// what only ends a run early.
  private static func deciding(
    _ configuration: [String: ConfigValue], method: String
  ) -> [String: ConfigValue] {
    let recipe = try? MethodRegistry.recipe(method)
    return configuration.filter { key, _ in
      guard !(["run.", "guard."].contains { key.hasPrefix($0) }), key != "method.name" else {
        return false
      }
      // What another version of the program knew may have been read.
      guard let recipe, let setting = try? Setting.named(key) else { return true }
      return setting.isRead(by: recipe)
    }
  }

  private static func turn(_ record: CommandRecord) -> String? {
    guard case .set(let knob, let value)? = record.command else { return nil }
    return "\(knob) \(Units.significant(value)) from round \(record.round)"
  }
}

extension RunResult.Source {
  /// What a run file says of a source, and what the run called it.
  fileprivate init(_ source: RunSources.Source?, name: String?) {
    let files = source?.files ?? []
    self.init(
      name: name ?? source?.name ?? "",
      sha256: Dictionary(files.map { ($0.part, $0.sha256) }) { $1 },
      builtIn: source != nil && source?.location == nil, location: source?.location)
  }
}

extension ResultCurve {
  /// The evaluations of a run's rounds.
  fileprivate init(_ snapshot: RunSnapshot) {
    for (round, spent) in zip(snapshot.rounds, snapshot.spent) {
      guard round.accuracy != nil || round.loss != nil else { continue }
      let values = Self.values(round, snapshot.score)
      add(
        round: round.round, bytesUp: spent.bytesUp, bytesDown: spent.bytesDown,
        simSeconds: spent.simSeconds, flops: spent.flops, values: values)
    }
  }

  /// What an evaluation gave, by the names in the record.
  private static func values(_ round: RoundReport, _ score: Score) -> [String: Double] {
    let own: [String: Double?] = [
      score.rawValue: score.value(of: round), score.rawValue + "_global": score.global(of: round),
      "loss": round.loss, "train_loss": round.trainLoss,
    ]
    return own.compactMapValues(\.self).merging(round.metrics ?? [:]) { own, _ in own }
  }
}
