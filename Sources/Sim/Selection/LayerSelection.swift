import Plain
import Transformer

/// How the global aggregation layers are chosen: in which order, and how many
/// (docs/methods.md, "Sensitivity of a layer" and "Number of global layers").
public struct LayerSelection: Sendable, Equatable {
  /// Order in which layers become global.
  public enum Order: String, Sendable, CaseIterable {
    /// Most sensitive first.
    case sensitivity
    /// Least sensitive first: an ablation.
    case reverse
    /// A random order: an ablation.
    case random
  }

  /// The part of a spectrum that is kept.
  public enum Side: String, Sendable, CaseIterable {
    /// Above the gap.
    case above
    /// Below it.
    case below
  }

  /// `gal.count` as configured.
  public var count: String
  /// `gal.layers` as configured: these and no others; empty: chosen.
  public var fixed: String
  /// Which part of the spectrum is kept.
  public var side: Side
  /// What a layer's change under noise is compared with.
  public var score: SensitivityScore
  /// Order in which layers become global.
  public var order: Order
  /// Norm ε of the noise, relative to the embedded input's.
  public var noise: Double
  /// The norm that bounds it.
  public var norm: PerturbationNorm
  /// Rounds after which they are chosen anew; 0: never.
  public var every: Int
  /// Samples a client scores on.
  public var samples: Int
  /// Clients that score, a seeded sample of all; 0: all of them.
  public var clients: Int

  /// The selection that `settings` ask for.
  public init(_ settings: Settings) {
    count = settings.gal
    fixed = settings.galLayers
    side = settings.gapSide
    score = settings.layerScore
    order = settings.layerOrder
    noise = settings.noise
    norm = settings.noiseNorm
    every = settings.galEvery
    samples = settings.noiseSamples
    clients = settings.layerClients
  }

  /// The layers that `gal.layers` names, ascending; nil when it is empty.
  /// - Throws: `SettingsError.invalid` for what is no layer of an encoder of `layers` layers.
  public func fixedLayers(of layers: Int) throws(SettingsError) -> [Int]? {
    guard !fixed.isEmpty else { return nil }
    var chosen: Set<Int> = []
    for word in fixed.split(separator: ",") {
      guard let layer = Int(word.filter { $0 != " " }), (0..<layers).contains(layer) else {
        throw .invalid(
          key: "gal.layers", value: fixed,
          expected: "layers from 0 to \(layers - 1), by commas")
      }
      chosen.insert(layer)
    }
    guard !chosen.isEmpty else {
      throw .invalid(
        key: "gal.layers", value: fixed,
        expected: "layers from 0 to \(layers - 1), by commas")
    }
    return chosen.sorted()
  }

  /// The first `count` layers in this order, ascending.
  ///
  /// - Parameter scores: sensitivity of each layer; ties go to the lower layer.
  public func layers(
    _ count: Int, scores: [Double], using random: inout CounterRandom
  ) -> [Int] {
    var layers = Array(scores.indices)
    switch order {
    case .sensitivity: layers.sort { (scores[$1], $0) < (scores[$0], $1) }
    case .reverse: layers.sort { (scores[$0], $0) < (scores[$1], $1) }
    case .random: random.shuffle(&layers)
    }
    return layers.prefix(count).sorted()
  }
}

extension SettingKeys {
  var gal: SettingKey<String> {
    .text(
      "gal.count", "0.5",
      "Global layers: auto (gap), gap, plateau, all, none, a count, or a fraction below 1.")
  }
  var galLayers: SettingKey<String> {
    .text("gal.layers", "", "Global layers by number, such as 0,3; empty: chosen by the scores.")
  }
  var galEvery: SettingKey<Int> {
    .integer(
      "gal.every", 0, in: 0...1_000_000,
      "Rounds after which the global layers are chosen anew; 0: chosen once, before round 1.")
  }
  var gapSide: SettingKey<LayerSelection.Side> {
    .choice("gal.side", .above, "Which side of the spectral gap is kept.")
  }
  var layerScore: SettingKey<SensitivityScore> {
    .choice(
      "gal.score", .own,
      "A layer's sensitivity: its own amplification of noise, or all that has built up below it.")
  }
  var layerOrder: SettingKey<LayerSelection.Order> {
    .choice("gal.order", .sensitivity, "Which layers come first.")
  }
  var noise: SettingKey<Double> {
    .number("gal.noise", 0.01, in: 0...10, "Norm of the noise, relative to the embedded input.")
  }
  var noiseNorm: SettingKey<PerturbationNorm> {
    .choice("gal.noise_norm", .l2, "Norm that bounds the noise.")
  }
  var noiseSamples: SettingKey<Int> {
    .integer("gal.noise_samples", 16, in: 1...100_000, "Samples a client scores layers on.")
  }
  var layerClients: SettingKey<Int> {
    .integer(
      "gal.clients", 0, in: 0...1_000_000, "Clients that score layers, a seeded sample; 0: all.")
  }
}

extension LayerSelection {
  /// What a user should be told: that very many clients look at their data before anything is trained.
  static func notes(_ settings: Settings) -> [String] {
    let selection = LayerSelection(settings)
    guard selection.fixed.isEmpty, !["all", "none"].contains(selection.count) else { return [] }
    let asked =
      selection.clients > 0
      ? min(selection.clients, settings.participants) : settings.participants
    guard asked > 10_000 else { return [] }
    return ["\(asked) clients score layers before round 1: gal.clients takes a sample of them"]
  }

  /// What it reads.
  static let settings = Setting.of(
    \.gal, \.galLayers, \.galEvery, \.gapSide, \.layerScore, \.layerOrder, \.noise, \.noiseNorm,
    \.noiseSamples,
    \.layerClients)
}
