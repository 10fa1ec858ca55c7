import Plain
import Testing

@testable import Transformer

/// Small encoders and batches for tests, and the oracle of finite differences.
enum Tiny {
  static func configuration(
    family: Architecture = .bert, hiddenSize: Int = 20, layers: Int = 2,
    heads: Int = 4, intermediateSize: Int = 28,
    activation: Activation = .gelu
  ) -> EncoderConfiguration {
    // Rotary positions turn pairs of values.
    let isEven = hiddenSize / heads % 2 == 0
    let hiddenSize = family.keys.reach == .whole || isEven ? hiddenSize : 6 * heads
    if family.keys.patches != nil {
      return EncoderConfiguration(
        family: family, image: PatchStem(side: 14, patch: 2, channels: 3), hiddenSize: hiddenSize,
        layers: layers, heads: heads, intermediateSize: intermediateSize, layerNormEpsilon: 1e-6,
        activation: activation, labels: 3)
    }
    var configuration = EncoderConfiguration(
      family: family, vocabularySize: 31,
      embeddingSize: family.keys.embedding == nil ? nil : hiddenSize / 2, hiddenSize: hiddenSize,
      layers: layers, heads: heads, intermediateSize: intermediateSize, maxPositions: 40,
      layerNormEpsilon: 1e-6, activation: activation,
      padToken: min(1, family.keys.padding.missing), labels: 3)
    if family.keys.reach == .alternating {
      configuration.reaches = (0..<layers).map { layer in
        layer % 2 == 0
          ? AttentionReach(rotary: Rotary(base: 100))
          : AttentionReach(before: 2, after: 2, rotary: Rotary(base: 10))
      }
    }
    if case .causal(let window) = family.keys.reach {
      configuration.block.sharedHeads = heads % 2 == 0 ? heads / 2 : nil
      configuration.reaches = (0..<layers).map { layer in
        AttentionReach(
          before: window == .none || layer % 2 == 0 ? nil : 3, after: 0,
          rotary: Rotary(base: 100))
      }
    }
    return configuration
  }

  /// The linear maps that BERT has.
  static let sites = configuration().sites(LinearSite.allCases)

  static func weights(
    _ configuration: EncoderConfiguration = configuration(), scale: Float = 0.3, seed: UInt64 = 1
  ) -> EncoderWeights {
    var generator = SplitMix64(seed: seed)
    return .random(configuration: configuration, name: "tiny", scale: scale, using: &generator)
  }

  static func encoder(
    _ plan: TrainingPlan, _ configuration: EncoderConfiguration = configuration(), labels: Int = 3
  ) throws -> Encoder {
    try Encoder(weights: weights(configuration), plan: plan, labels: labels)
  }

  /// Starting parameters with noise on top, so that no gradient is zero by symmetry.
  static func parameters(_ encoder: Encoder, noise: Float = 0.2, seed: UInt64 = 2) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return encoder.initialParameters(using: &generator).map {
      $0 + Float.random(in: -noise...noise, using: &generator)
    }
  }

  static func batch(
    lengths: [Int] = [3, 7, 1, 17], labels: Int32 = 3, types: Int32 = 2, seed: UInt64 = 3,
    image: PatchStem? = nil
  ) -> PackedBatch {
    var generator = SplitMix64(seed: seed)
    var batch = PackedBatch()
    for (index, length) in lengths.enumerated() {
      if let image {
        // The first patches of an image.
        let pixels = (0..<(length - 1) * image.values).map { _ in
          Float.random(in: -1...1, using: &generator)
        }
        batch.append(
          tokens: Array(0..<Int32(length))[...],
          tokenTypes: Array(repeating: 0, count: length)[...],
          label: Int32(index) % labels, pixels: pixels)
        continue
      }
      let tokens = (0..<length).map { _ in Int32.random(in: 2..<31, using: &generator) }
      let tokenTypes = (0..<length).map { _ in Int32.random(in: 0..<types, using: &generator) }
      batch.append(tokens: tokens, tokenTypes: tokenTypes, label: Int32(index) % labels)
    }
    return batch
  }

  static func single(_ batch: PackedBatch, _ index: Int) -> PackedBatch {
    var single = PackedBatch()
    let range = batch.range(of: index)
    single.append(
      tokens: Array(batch.tokens[range]), tokenTypes: Array(batch.tokenTypes[range]),
      label: batch.labels[index])
    return single
  }

  static func gradient(
    _ encoder: Encoder, _ batch: PackedBatch, _ parameters: [Float],
    tiling: AttentionTiling = AttentionTiling()
  ) -> [Float] {
    let session = EncoderSession(encoder: encoder)
    session.tiling = tiling
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    session.gradient(batch, parameters: parameters, into: &gradient)
    return gradient
  }

  static func meanLoss(_ session: EncoderSession, _ batch: PackedBatch, _ parameters: [Float])
    -> Double
  {
    session.evaluate(batch, parameters: parameters)
    return session.losses.reduce(0) { $0 + Double($1) } / Double(batch.count)
  }

  static func dot(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  static func norm(_ a: [Float]) -> Double { dot(a, a).squareRoot() }

  /// ‖a − b‖ / ‖b‖.
  static func distance(_ a: [Float], _ b: [Float]) -> Double {
    let difference = zip(a, b).map { $0 - $1 }
    return norm(difference) / max(norm(b), 1e-30)
  }

  /// Checks the gradient of every segment, and of all at once, against central differences of `loss` along the gradient
  /// itself and along a random direction.
  static func checkGradient(
    _ layout: ParameterLayout, _ parameters: [Float], _ gradient: [Float],
    step: Float = 0.02, tolerance: Double = 4e-3, sourceLocation: SourceLocation = #_sourceLocation,
    loss: ([Float]) -> Double
  ) {
    var generator = SplitMix64(seed: 99)
    let largest = norm(gradient)
    #expect(largest > 0 && largest.isFinite, sourceLocation: sourceLocation)
    let parts = layout.segments.map { ($0.name, $0.range) } + [("all", 0..<layout.count)]
    for (name, range) in parts where !range.isEmpty {
      let own = gradient.enumerated().map { range.contains($0.offset) ? $0.element : 0 }
      let noise = parameters.indices.map { index in
        range.contains(index) ? Float.random(in: -1...1, using: &generator) : 0
      }
      for direction in [own, noise] {
        let size = norm(direction)
        guard size > 0 else { continue }
        let unit = direction.map { $0 / Float(size) }
        // Float losses are exact to about 1e-7: wide steps with the h² error taken out (Richardson).
        func slope(_ h: Float) -> Double {
          let up = loss(zip(parameters, unit).map { $0 + h * $1 })
          let down = loss(zip(parameters, unit).map { $0 - h * $1 })
          return (up - down) / (2 * Double(h))
        }
        let measured = (4 * slope(step) - slope(2 * step)) / 3
        let expected = dot(gradient, unit)
        let rounding = 6e-7 / Double(step)
        #expect(
          abs(measured - expected) <= tolerance * max(abs(expected), norm(own)) + rounding,
          "\(name): measured \(measured), computed \(expected)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The same for the mean loss of a batch.
  static func checkGradient(
    _ plan: TrainingPlan, _ configuration: EncoderConfiguration = configuration(),
    step: Float = 0.02, tiling: AttentionTiling = AttentionTiling(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let encoder = try encoder(plan, configuration)
    let parameters = parameters(encoder)
    let batch = batch(
      types: Int32(max(1, configuration.tokens.tokenTypes)), image: configuration.image)
    let session = EncoderSession(encoder: encoder)
    session.tiling = tiling
    checkGradient(
      encoder.layout, parameters, gradient(encoder, batch, parameters, tiling: tiling), step: step,
      sourceLocation: sourceLocation
    ) { meanLoss(session, batch, $0) }
  }
}

extension Architecture: CustomTestStringConvertible {
  /// The name.
  public var testDescription: String { name }
}
