import Transformer

/// One client: its data in order, and what it keeps between rounds.
struct Client: Sendable {
  /// Its training samples, as positions in the data set.
  var samples: [Int]
  /// Its test samples, as positions in the test split.
  var testSamples: [Int]
  /// Its training batches in the order of the curriculum; positions in the data set.
  var batches = BatchOrder()
  /// Mean per-sample Fisher trace; nil when the method does not score samples.
  var difficulty: Double?
  /// Tokens a second on the virtual clock.
  var speed: Double
  /// What it keeps between rounds.
  var memory = ClientMemory()
}
