import Transformer

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
  /// Width of a bottleneck adapter.
  public var adapterSize: SettingKey<Int> {
    .integer("adapter.size", 16, in: 1...4096, "Width of a bottleneck adapter.")
  }
}

extension AdapterModules {
  /// What it reads.
  static let settings = Setting.of(\.adapterSize)
}
