import Plain
import Transformer

/// One client's training data at some model, the initial one unless said, as a curriculum or an initialisation sees it,
/// with the passes that looking costs.
///
/// Used by one worker only.
public final class ClientData {
  /// Client index.
  public let client: Int
  /// Every pass so far.
  public internal(set) var work: Work
  /// Positions of the samples in the training split.
  let samples: [Int]
  let federation: Federation
  let session: EncoderSession
  /// The parameters that it is seen with.
  let model: [Float]

  /// - Parameter model: the parameters to look at it with; nil: the initial ones.
  init(
    client: Int, _ federation: Federation, _ session: EncoderSession, model: [Float]? = nil
  ) {
    self.client = client
    self.model = model ?? federation.start
    self.federation = federation
    self.session = session
    work = federation.noWork
    samples = federation.partition[client]
  }

  /// Number of samples.
  public var count: Int { samples.count }

  /// Label of each sample.
  public var labels: [Int] { samples.map { federation.train.labels[$0] } }

  /// Tokens of each sample's texts, without special tokens.
  public var words: [[Int32]] { samples.map { federation.train.words($0) } }

  /// The per-sample Fisher traces, and what else that pass over the data gives.
  public func fisherTraces() -> FisherTraces {
    let none = [Double](repeating: 0, count: samples.count)
    var found = FisherTraces(
      traces: none, moduleTraces: none,
      squares: [Float](repeating: 0, count: federation.start.count))
    var gradient = found.squares
    let places = Dictionary(uniqueKeysWithValues: zip(samples, samples.indices))
    // Batches by length: the traces are the samples' own, whatever company they keep.
    for list in federation.train.batchesByLength(samples, size: 32) {
      let batch = federation.train.batch(list)
      session.gradient(
        batch, parameters: model, into: &gradient, diagonal: &found.squares)
      for (index, sample) in list.enumerated() {
        guard let place = places[sample] else { continue }
        found.traces[place] = Double(session.traces[index])
        found.moduleTraces[place] = Double(session.tracesLoRA[index])
      }
      work.trained(batch)
    }
    return found
  }

  /// The gradient of the mean loss over `batch` at the model displaced by `delta`.
  func gradient(_ batch: PackedBatch, displaced delta: [Double]) -> [Double] {
    let parameters = zip(model, delta).map { Float(Double($0) + $1) }
    var gradient = [Float](repeating: 0, count: parameters.count)
    session.gradient(batch, parameters: parameters, into: &gradient)
    work.trained(batch)
    return gradient.map(Double.init)
  }

  /// The client's data in the order of a curriculum.
  ///
  /// - Parameter scores: difficulties that participations gave; nil: the curriculum scores the samples, if it does so.
  func order(by curriculum: any Curriculum, scores: SampleScores? = nil) -> DataOrder {
    let difficulty = scores?.filled ?? curriculum.difficulty(self)
    var random = CounterRandom(
      seed: UInt64(federation.settings.seed), purpose: .samples, client: client)
    let batches = curriculum.batches(
      difficulty: difficulty ?? [Double](repeating: 0, count: count), labels: labels,
      batch: federation.settings.batch, using: &random)
    return DataOrder(
      batches: SampleLists(batches.map { batch in batch.map { samples[$0] } }),
      difficulty: difficulty.map { $0.reduce(0, +) / Double(max(1, $0.count)) },
      scores: scores ?? difficulty.map { SampleScores($0.map { Float($0) }) })
  }
}

/// What one pass over a client's data gives: per-sample Fisher traces, and the diagonal.
public struct FisherTraces: Sendable {
  /// Trace of each sample, in the client's order.
  public var traces: [Double]
  /// The part of it that low-rank factors have.
  public var moduleTraces: [Double]
  /// Sum over the samples of the squared per-sample gradients, one value a parameter.
  public var squares: [Float]

  /// Mean diagonal Fisher.
  public var diagonal: [Float] {
    let scale = 1 / Float(max(1, traces.count))
    return squares.map { $0 * scale }
  }
}
