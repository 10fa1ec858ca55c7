import Metrics
import Transformer

extension Simulation {
  /// What a run is, for its first event.
  func describe() -> RunStarted {
    let encoder = federation.encoder
    let floor = MajorityFloor(federation)
    return RunStarted(
      run: name, config: federation.settings.config, method: federation.recipe.name,
      data: federation.dataset.name,
      model: ModelCard(
        name: federation.modelName, layers: encoder.configuration.layers,
        hidden: encoder.configuration.hiddenSize,
        parameters: encoder.weights.parameterCount, trainable: encoder.layout.trainedCount,
        modules: FisherHeat.modules(encoder.layout)),
      rounds: federation.settings.rounds,
      clientSamples: federation.partition.indices.map(federation.partition.count),
      clientBatches: clients.indices.map(federation.batches),
      clientSkew: federation.partition.map(skew),
      knobs: federation.recipe.knobs.compactMap { $0.described(in: settings) },
      majorityAccuracy: floor.everybody, majorityPersonal: floor.personal,
      denseBytes: denseBytes, tokens: federation.train.tokens,
      partitionHash: federation.partitionHash, clientLabels: clientLabels,
      unseen: federation.unseen.isEmpty ? nil : federation.unseen)
  }

  /// Training samples by client and label; nil where the table would be a large part of a run file.
  private var clientLabels: [[Int]]? {
    let labels = federation.dataset.labelNames.count
    guard federation.partition.count * labels <= 100_000 else { return nil }
    return federation.partition.map { samples in
      var counts = [Int](repeating: 0, count: labels)
      for sample in samples where counts.indices.contains(federation.train.labels[sample]) {
        counts[federation.train.labels[sample]] += 1
      }
      return counts
    }
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

  /// Share of the commonest label among a client's samples.
  private func skew(_ samples: [Int]) -> Double {
    let counts = samples.reduce(into: [Int: Int]()) { counts, sample in
      counts[federation.train.labels[sample], default: 0] += 1
    }
    return Double(counts.values.max() ?? 0) / Double(max(1, samples.count))
  }
}
