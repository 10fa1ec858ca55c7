import Plain
import Transformer

/// What one client finds out in the initialisation phase (docs/methods.md, "FibecFed").
struct ClientScores: Sendable {
  /// Per-sample Fisher traces, in the order of the client's samples; empty when not asked for.
  var difficulty: [Double] = []
  /// Sum over its scored samples of each layer's relative change under noise, divided by their number.
  var sensitivity: [Double] = []
  /// Share of the layers that the client would keep; nil when no spectrum was asked for.
  var keptShare: Double?
  /// Whether the 4ℒ test found a gap, with the numbers, for the log.
  var rule = ""
  /// Sum of the squared per-sample gradients of each layer and module.
  var heat = FisherHeat()
  /// Tokens passed forward and backward.
  var tokens = 0
}

/// Scores one client's samples and layers at the initial model.
struct LayerScoring {
  let federation: Federation
  let samples: [Int]
  let client: Int

  func run(_ session: EncoderSession, usesPlateau: Bool) -> ClientScores {
    var scores = ClientScores()
    let method = federation.method
    guard method.curriculum.scoresSamples || method.exchange.layerCount != nil else {
      return scores
    }
    let diagonal = scoreSamples(session, &scores)
    guard let selection = method.exchange.layerCount else { return scores }
    scoreLayers(session, selection, &scores)
    let layers = federation.encoder.configuration.layers
    switch try? LayerCount(selection.count, layers: layers) {
    case .gap:
      applyGap(session, selection, diagonal, &scores)
    case .plateau where usesPlateau:
      applyPlateau(session, &scores)
    default:
      break
    }
    return scores
  }

  /// Traces of all samples; returns the mean diagonal Fisher.
  private func scoreSamples(_ session: EncoderSession, _ scores: inout ClientScores) -> [Float] {
    let parameters = federation.start
    var diagonal = [Float](repeating: 0, count: parameters.count)
    var gradient = diagonal
    var difficulty = [Double](repeating: 0, count: samples.count)
    // Batches by length: the traces are the samples' own, whatever company they keep.
    let places = federation.train.batchesByLength(samples, size: 32)
    let position = Dictionary(uniqueKeysWithValues: zip(samples, samples.indices))
    for batch in places {
      let packed = federation.train.batch(batch)
      session.gradient(
        packed, parameters: parameters, into: &gradient, diagonal: &diagonal)
      for (index, sample) in batch.enumerated() {
        if let place = position[sample] { difficulty[place] = Double(session.traces[index]) }
      }
      scores.tokens += packed.tokens.count
    }
    scores.heat.add(diagonal, federation.encoder.layout)
    if federation.method.curriculum.scoresSamples { scores.difficulty = difficulty }
    let scale = 1 / Float(max(1, samples.count))
    return diagonal.map { $0 * scale }
  }

  private func scoreLayers(
    _ session: EncoderSession, _ selection: LayerSelection, _ scores: inout ClientScores
  ) {
    let scored = Array(samples.prefix(selection.samples))
    var sums = [Double](repeating: 0, count: federation.encoder.configuration.layers)
    for batch in federation.train.batchesByLength(scored, size: 32) {
      let packed = federation.train.batch(batch)
      session.layerSensitivity(
        packed, parameters: federation.start, epsilon: selection.noise,
        norm: selection.norm == .l2 ? .l2 : .infinity, into: &sums)
      scores.tokens += 2 * packed.tokens.count
    }
    scores.sensitivity = sums.map { $0 / Double(max(1, scored.count)) }
  }

  /// The gap rule on the spectrum of mean diagonal Fisher values, one a layer.
  private func applyGap(
    _ session: EncoderSession, _ selection: LayerSelection, _ diagonal: [Float],
    _ scores: inout ClientScores
  ) {
    let layout = federation.encoder.layout
    let spectrum = FisherHeat.layerMeans(
      diagonal, layout, layers: federation.encoder.configuration.layers
    )
    .sorted()
    let lipschitz = lipschitz(session, diagonal)
    let found = GapRule.valuesBelow(spectrum: spectrum, lipschitz: lipschitz)
    let below = found ?? GapRule.valuesBelowWidest(spectrum: spectrum) ?? 0
    let total = Double(max(1, spectrum.count))
    let above = (total - Double(below)) / total
    scores.keptShare = selection.keepsAbove ? above : 1 - above
    scores.rule = found == nil ? "widest gap" : "gap > 4ℒ"
  }

  /// A lower bound of ℒ: two random pairs of displacements as long as one local epoch's update.
  private func lipschitz(_ session: EncoderSession, _ diagonal: [Float]) -> Double {
    let settings = federation.settings
    let batch = federation.train.batch(samples.prefix(settings.batch))
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .lipschitz, client: client)
    let count = federation.start.count
    let steps = Double(max(1, samples.count / settings.batch))
    let radius = settings.learningRate * steps * Double(count).squareRoot()
    func displacement() -> [Double] {
      let direction = (0..<count).map { _ in random.normal() }
      let length = BaseFunction.norm(direction)
      return direction.map { $0 * radius / max(length, 1e-300) }
    }
    let pairs = (0..<2).map { _ in (first: displacement(), second: displacement()) }
    return BaseFunction.lipschitz(pairs: pairs) { delta in
      zip(diagonal, delta).map { Double($0) * $1 }
    } gradient: { delta in
      gradient(session, batch, displaced: delta)
    }
  }

  /// The plateau search on the Hessian's spectral density over one batch.
  private func applyPlateau(_ session: EncoderSession, _ scores: inout ClientScores) {
    let settings = federation.settings
    let batch = federation.train.batch(samples.prefix(settings.batch))
    let count = federation.start.count
    var random = CounterRandom(seed: UInt64(settings.seed), purpose: .lanczos, client: client)
    let probe = (0..<count).map { _ in random.below(2) == 0 ? -1.0 : 1.0 }
    let size = BaseFunction.norm(federation.start.map(Double.init))
    let spectrum = Lanczos.spectrum(start: probe, steps: 50) { vector in
      HessianProduct.centralDifference(vector, size: size, relativeStep: 1e-3) { delta in
        gradient(session, batch, displaced: delta)
      }
    }
    let range = (spectrum.values.last ?? 0) - (spectrum.values.first ?? 0)
    let variance = 1e-5 * max(1, range)
    scores.keptShare = PlateauSearch.keptShare { spectrum.mass(above: $0, variance: variance) }
    scores.rule = "plateau"
    scores.tokens += 100 * batch.tokens.count
  }

  private func gradient(
    _ session: EncoderSession, _ batch: PackedBatch, displaced delta: [Double]
  ) -> [Double] {
    let parameters = zip(federation.start, delta).map { Float(Double($0) + $1) }
    var gradient = [Float](repeating: 0, count: parameters.count)
    session.gradient(batch, parameters: parameters, into: &gradient)
    return gradient.map(Double.init)
  }
}
