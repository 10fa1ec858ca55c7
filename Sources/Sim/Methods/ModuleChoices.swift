import Transformer

/// LoRA on chosen linear maps of every layer (arXiv 2106.09685).
public struct LoRAModules: ModuleChoice {
  /// Rank r.
  public var rank: Int
  /// α; the product is scaled by α / r.
  public var alpha: Double
  /// Linear maps.
  public var sites: [LinearSite]

  /// The modules that `settings` ask for.
  /// - Throws: `SettingsError` for a target that is no linear map.
  public init(_ settings: Settings) throws(SettingsError) {
    rank = settings.rank
    alpha = settings.loraAlpha
    sites = try Self.sites(settings.targets)
  }

  /// The plan for an encoder of this shape.
  public func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    TrainingPlan(
      modules: [LoRA(rank: rank, alpha: Float(alpha), sites: configuration.sites(sites))],
      head: head)
  }

  private static func sites(_ text: String) throws(SettingsError) -> [LinearSite] {
    if text == "all" { return LinearSite.allCases }
    var chosen: Set<LinearSite> = []
    for word in text.split(separator: ",") {
      let name = word.filter { $0 != " " }
      guard let site = LinearSite(rawValue: name) else {
        throw .invalid(
          key: "lora.targets", value: text,
          expected: "all, or some of " + LinearSite.allCases.map(\.rawValue).joined(separator: ","))
      }
      chosen.insert(site)
    }
    guard !chosen.isEmpty else {
      throw .invalid(key: "lora.targets", value: text, expected: "at least one linear map")
    }
    return LinearSite.allCases.filter(chosen.contains)
  }
}

/// Bottleneck adapters after both sublayers, with the LayerNorms (arXiv 1902.00751).
public struct AdapterModules: ModuleChoice {
  /// Width m of the bottleneck.
  public var size: Int

  /// Makes the choice.
  public init(size: Int) { self.size = size }

  /// The plan for an encoder of this shape.
  public func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    TrainingPlan(
      modules: [BottleneckAdapter(size: size)],
      trainedTensors: TrainingPlan.layerNorms(of: configuration), head: head)
  }
}

extension SettingKeys {
  /// Rank of LoRA.
  public var rank: SettingKey<Int> { .integer("lora.rank", 8, in: 1...1024, "Rank of LoRA.") }
  /// α of LoRA: its product counts α / rank.
  public var loraAlpha: SettingKey<Double> {
    .number("lora.alpha", 16, in: 1e-6...1e6, "α of LoRA: its product counts α / rank.")
  }
  /// Linear maps with LoRA: query, key, value, projections, attentionOut, up, gate, down, or all.
  public var targets: SettingKey<String> {
    .text(
      "lora.targets", "query,value",
      "Linear maps with LoRA: query, key, value, projections, attentionOut, up, gate, down, or all.")
  }
  /// Width of a bottleneck adapter.
  public var adapterSize: SettingKey<Int> {
    .integer("adapter.size", 16, in: 1...4096, "Width of a bottleneck adapter.")
  }
}

extension LoRAModules {
  /// What it reads.
  static let settings = Setting.of(\.rank, \.loraAlpha, \.targets)
}

extension AdapterModules {
  /// What it reads.
  static let settings = Setting.of(\.adapterSize)
}
