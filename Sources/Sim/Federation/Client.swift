import Transformer

/// One client: its data in order, and what it keeps between rounds.
struct Client: Sendable {
  /// Number of its training samples n_k; which they are, the federation knows.
  var sampleCount: Int
  /// Its test samples, as positions in the test split.
  var testSamples: [Int]
  /// Its training batches in the order of the curriculum; positions in the data set.
  var batches = SampleLists()
  /// Mean per-sample Fisher trace; nil when the method does not score samples.
  var difficulty: Double?
  /// Tokens a second on the virtual clock.
  var speed: Double
  /// What it keeps between rounds.
  var memory = ClientMemory()
}
