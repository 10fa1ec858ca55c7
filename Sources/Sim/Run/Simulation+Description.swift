import Metrics
import Transformer

extension Simulation {
  /// What a run is, for its first event.
  func describe() -> RunStarted {
    let encoder = federation.encoder
    let floor = MajorityFloor(federation)
    // Of very many clients it would be all of the record, and half of the start.
    let told = clients.count <= RunStarted.mostClients ? Array(clients.indices) : []
    let counts = labelCounts(told)
    let table = table(counts)
    return RunStarted(
      run: name, config: federation.settings.config, method: federation.recipe.name,
      data: federation.dataset.name,
      model: ModelCard(
        name: federation.modelName, layers: encoder.configuration.layers,
        hidden: encoder.configuration.hiddenSize,
        parameters: encoder.weights.parameterCount, trainable: encoder.layout.trainedCount,
        modules: FisherHeat.modules(encoder.layout)),
      rounds: federation.settings.rounds,
      clientSamples: told.map(federation.partition.count),
      clientBatches: told.map(federation.batches),
      // Samples without labels are no more of one kind than of another.
      clientSkew: federation.dataset.labelNames.isEmpty
        ? []
        : counts.map { counts in
          Double(counts.values.max() ?? 0) / Double(max(1, counts.values.reduce(0, +)))
        },
      knobs: federation.recipe.knobs.compactMap { $0.described(in: settings) },
      majorityAccuracy: floor.everybody, majorityPersonal: floor.personal,
      denseBytes: denseBytes, tokens: federation.train.tokens,
      partitionHash: federation.partitionHash, clientLabels: table,
      labelNames: table.map { _ in federation.dataset.labelNames },
      unseen: federation.unseen.isEmpty ? nil : federation.unseen,
      score: federation.score == .accuracy ? nil : federation.score)
  }

  /// Training samples of clients by label.
  private func labelCounts(_ clients: [Int]) -> [[Int: Int]] {
    clients.map { client in
      federation.partition[client].reduce(into: [:]) {
        $0[federation.train.labels[$1], default: 0] += 1
      }
    }
  }

  /// The same as a table; nil where it would be a large part of a run file.
  private func table(_ counts: [[Int: Int]]) -> [[Int]]? {
    let labels = federation.dataset.labelNames.count
    guard labels > 0, !counts.isEmpty, counts.count * labels <= 100_000 else { return nil }
    return counts.map { counts in (0..<labels).map { counts[$0] ?? 0 } }
  }

  /// Kept fraction of neurons in force: 1 for a method without a mask.
  var sparsityRatio: Double {
    let key = SettingKeys().sparsity.setting.key
    return federation.recipe.knobs.contains { $0.key == key } ? settings.sparsity : 1
  }

  /// Bytes of all trained parameters: what a method sends that sends everything.
  private var denseBytes: Int {
    var message = Message()
    message.add(
      Message.parameters, server.parameters.gathered(federation.encoder.layout.trained))
    return message.bytes
  }
}
