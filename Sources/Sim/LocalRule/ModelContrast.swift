import Foundation
import Transformer

/// MOON's contrastive term on the pooled output (Li et al., CVPR 2021; docs/methods.md, "moon").
public struct ModelContrast: LocalRule {
  /// Weight μ.
  public var mu: Double
  /// Temperature τ.
  public var temperature: Double

  /// Makes the rule.
  public init(mu: Double, temperature: Double) {
    self.mu = mu
    self.temperature = temperature
  }

  /// Name of the client's parameters after its last participation.
  static let previous = "previous"

  /// The client's previous model.
  public func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField] {
    [StateField(Self.previous, count: layout.count)]
  }

  /// Adds the contrastive term, unless there is no previous model yet.
  public func begin(_ training: LocalTraining) {
    // Without a previous model there is no negative, and the term is left out.
    guard mu > 0, let previous = training.state.vectors[Self.previous] else { return }
    let received = training.start
    let width = training.encoder.configuration.hiddenSize
    training.pooledLoss = { [mu, temperature] training, batch in
      let global = training.pooled(batch, parameters: received)
      let past = training.pooled(batch, parameters: previous)
      return { pooled, count, gradient in
        var loss = 0.0
        for sample in 0..<count {
          let place = sample * width..<(sample + 1) * width
          let term = Self.term(
            z: Array(UnsafeBufferPointer(start: pooled + place.lowerBound, count: width)),
            global: Array(global[place]), previous: Array(past[place]), temperature: temperature)
          loss += term.loss
          let scale = mu / Double(count)
          for index in 0..<width {
            gradient[place.lowerBound + index] += Float(scale * term.gradient[index])
          }
        }
        return mu * loss / Double(max(1, count))
      }
    }
  }

  /// Keeps the trained model as the next participation's negative.
  public func end(_ training: LocalTraining) {
    training.state.vectors[Self.previous] = training.parameters
  }

  /// Loss −ln(e^{cos(z,g)/τ} / (e^{cos(z,g)/τ} + e^{cos(z,p)/τ})) of one sample, and its gradient by z.
  ///
  /// Equal to softplus((cos(z,p) − cos(z,g)) / τ). No gradient goes to `global` and `previous`.
  public static func term(
    z: [Float], global: [Float], previous: [Float], temperature: Double
  ) -> (loss: Double, gradient: [Double]) {
    let toGlobal = cosine(z, global)
    let toPrevious = cosine(z, previous)
    let margin = (toPrevious.value - toGlobal.value) / temperature
    let loss = max(margin, 0) + log1p(exp(-abs(margin)))
    let slope = 1 / (1 + exp(-margin)) / temperature
    let gradient = zip(toPrevious.gradient, toGlobal.gradient).map { slope * ($0 - $1) }
    return (loss, gradient)
  }

  /// Cosine of two vectors and its gradient by the first; zero for a zero vector.
  private static func cosine(_ a: [Float], _ b: [Float]) -> (value: Double, gradient: [Double]) {
    let (dot, aa, bb) = zip(a, b).reduce(into: (0.0, 0.0, 0.0)) { sums, pair in
      let (x, y) = (Double(pair.0), Double(pair.1))
      sums.0 += x * y
      sums.1 += x * x
      sums.2 += y * y
    }
    let scale = (aa * bb).squareRoot()
    guard scale > 0 else { return (0, a.map { _ in 0 }) }
    let value = dot / scale
    return (value, zip(a, b).map { Double($1) / scale - value * Double($0) / aa })
  }
}
