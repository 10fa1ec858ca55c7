import Transformer

/// A client's training batches in the order of the curriculum, as positions in the data set.
struct DataOrder: Sendable, Equatable {
  /// The batches, those to use first in front.
  var batches: SampleLists
  /// Mean per-sample Fisher trace; nil when the method does not score samples.
  var difficulty: Double?
}

/// One client: its data in order, and what it keeps between rounds.
struct Client: Sendable {
  /// Number of its training samples n_k; which they are, the federation knows.
  var sampleCount: Int
  /// Its test samples, as positions in the test split.
  var testSamples: [Int]
  /// Its data in order; nil until it is first sampled.
  var order: DataOrder?
  /// Tokens a second on the virtual clock.
  var speed: Double
  /// What it keeps between rounds.
  var memory = ClientMemory()
}
