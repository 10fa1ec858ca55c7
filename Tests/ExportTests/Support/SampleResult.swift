import Metrics

@testable import Export

extension RunResult {
  /// A finished run whose rounds cost 30 bytes, 2 virtual seconds and 50 operations each, after 10 bytes, 1 second and 5
  /// operations; an accuracy of nil is a round without evaluation.
  static func sample(
    _ run: String = "run", method: String = "fedavg-lora", seed: UInt64 = 1,
    accuracies: [Double?] = [0.5], settings: [String: ConfigValue] = [:]
  ) -> RunResult {
    var curve = ResultCurve()
    for (index, accuracy) in accuracies.enumerated() {
      guard let accuracy else { continue }
      curve.add(
        round: index + 1, bytesUp: 6 + 20 * (index + 1), bytesDown: 4 + 10 * (index + 1),
        simSeconds: 1 + 2 * Double(index + 1), flops: 5 + 50 * Double(index + 1),
        values: ["accuracy": accuracy, "accuracy_global": accuracy / 2, "loss": 1 - accuracy])
    }
    let rounds = accuracies.count
    return RunResult(
      run: run, method: method, seed: seed, settings: settings, turned: [],
      data: Source(name: "question", sha256: ["train": "d\(seed)"], builtIn: true),
      model: Source(name: "embedded", sha256: ["model": "m"], builtIn: true),
      majorityAccuracy: 0.25, majorityPersonal: 0.5, planned: rounds, rounds: rounds, curve: curve,
      bytesUp: 6 + 20 * rounds, bytesDown: 4 + 10 * rounds, simSeconds: 1 + 2 * Double(rounds),
      wallSeconds: Double(rounds), flops: 5 + 50 * Double(rounds), program: "0.1.0",
      coreType: "Haswell",
      created: "2026-11-26T10:00:00Z")
  }
}
