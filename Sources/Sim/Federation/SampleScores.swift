import Transformer

/// The per-sample Fisher traces of one client's data at the initial model, and what else that pass gives.
///
/// Made when the client is first sampled: the model is the same for everybody, so the order is too.
struct SampleScores: Sendable {
  /// Trace of each sample, in the order given.
  var traces: [Double]
  /// Sum over the samples of the squared per-sample gradients, one value a parameter.
  var squares: [Float]
  /// The pass over the data.
  var work = Work()

  /// Mean trace; 0 without samples.
  var mean: Double { traces.isEmpty ? 0 : traces.reduce(0, +) / Double(traces.count) }

  /// Mean diagonal Fisher.
  var diagonal: [Float] {
    let scale = 1 / Float(max(1, traces.count))
    return squares.map { $0 * scale }
  }

  /// Scores `samples`, positions in the training split.
  init(_ samples: [Int], _ federation: Federation, _ session: EncoderSession) {
    traces = [Double](repeating: 0, count: samples.count)
    squares = [Float](repeating: 0, count: federation.start.count)
    var gradient = squares
    let places = Dictionary(uniqueKeysWithValues: zip(samples, samples.indices))
    // Batches by length: the traces are the samples' own, whatever company they keep.
    for list in federation.train.batchesByLength(samples, size: 32) {
      let batch = federation.train.batch(list)
      session.gradient(
        batch, parameters: federation.start, into: &gradient, diagonal: &squares)
      for (index, sample) in list.enumerated() {
        if let place = places[sample] { traces[place] = Double(session.traces[index]) }
      }
      work.trained(batch)
    }
  }
}
