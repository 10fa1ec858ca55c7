import Metrics
import Plain
import Transformer

extension LayerChoice {
  /// Mean sensitivity of each layer over the first of the client's samples: the score in use, and what each layer itself
  /// amplifies.
  func sensitivity(_ data: ClientData) -> (used: [Double], own: [Double]) {
    let federation = data.federation
    let scored = Array(data.samples.prefix(selection.samples))
    var sums = LayerSensitivity(layers: federation.encoder.configuration.layers)
    for list in federation.train.batchesByLength(scored, size: 32) {
      let batch = federation.train.batch(list)
      data.session.layerSensitivity(
        batch, parameters: data.model, epsilon: selection.noise, norm: selection.norm,
        into: &sums)
      // Forward, back to the noise, and forward again with it.
      data.work.trained(batch)
      data.work.passed(batch)
    }
    let count = Double(max(1, scored.count))
    return (sums[selection.score].map { $0 / count }, sums.own.map { $0 / count })
  }

  /// The share that the gap rule keeps, on the spectrum of mean diagonal Fisher values, one a layer.
  func gap(_ data: ClientData, _ answer: inout InitialisationAnswer) -> Double {
    let federation = data.federation
    let fisher = data.fisherTraces()
    answer.heat.add(fisher.squares, federation.encoder.layout)
    answer.samples = data.count
    let spectrum = FisherHeat.layerMeans(
      fisher.diagonal, federation.encoder.layout, layers: federation.encoder.configuration.layers
    )
    .sorted()
    let lipschitz = lipschitz(data, fisher.diagonal)
    let found = GapRule.valuesBelow(spectrum: spectrum, lipschitz: lipschitz)
    let below = found ?? GapRule.valuesBelowWidest(spectrum: spectrum) ?? 0
    let total = Double(max(1, spectrum.count))
    let above = (total - Double(below)) / total
    answer.note = found == nil ? "widest gap" : "gap > 4ℒ"
    let share = selection.side == .above ? above : 1 - above
    answer.spectrum = LayerSpectrum(
      .gap, client: data.client, values: spectrum, above: spectrum.count - below, share: share,
      threshold: 4 * lipschitz)
    return share
  }

  /// A lower bound of ℒ: two random pairs of displacements as long as one local epoch's update.
  private func lipschitz(_ data: ClientData, _ diagonal: [Float]) -> Double {
    let settings = data.federation.settings
    let batch = data.federation.train.batch(data.samples.prefix(settings.batch))
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .lipschitz, client: data.client)
    let count = data.model.count
    let steps = Double(max(1, data.count / settings.batch))
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
      data.gradient(batch, displaced: delta)
    }
  }

  /// The share that the plateau search keeps, on the Hessian's spectral density over one batch.
  func plateau(_ data: ClientData, _ answer: inout InitialisationAnswer) -> Double {
    let settings = data.federation.settings
    let batch = data.federation.train.batch(data.samples.prefix(settings.batch))
    let count = data.model.count
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .lanczos, client: data.client)
    let probe = (0..<count).map { _ in random.below(2) == 0 ? -1.0 : 1.0 }
    let size = BaseFunction.norm(data.model.map(Double.init))
    let spectrum = Lanczos.spectrum(start: probe, steps: 50) { vector in
      HessianProduct.centralDifference(vector, size: size, relativeStep: 1e-3) { delta in
        data.gradient(batch, displaced: delta)
      }
    }
    let range = (spectrum.values.last ?? 0) - (spectrum.values.first ?? 0)
    let variance = 1e-5 * max(1, range)
    let found = PlateauSearch.find { spectrum.mass(above: $0, variance: variance) }
    answer.note = "plateau"
    answer.spectrum = LayerSpectrum(
      .plateau, client: data.client, values: spectrum.values,
      above: spectrum.values.count { $0 > found.threshold }, share: found.share)
    return found.share
  }
}
