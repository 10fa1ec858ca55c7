import Transformer

extension MethodRecipe {
  /// P-tuning v2 with federated averaging (arXiv 2110.07602).
  static let pTuningV2 = MethodRecipe(
    name: "p-tuning-v2",
    summary: "Trained key and value rows in front of every layer's own; all of them travel.",
    source: "arXiv 2110.07602, ACL 2022",
    settings: PrefixModules.settings,
    firstValues: ["train.learning_rate": .number(0.2)],
    card: MethodCard(
      trains: "prefixes, head", travels: "all that is trained",
      text: """
        p trained rows stand in front of the keys and p in front of the values of each layer, 2·L·p·d values in all;
        queries are left alone. A prefix of zeros is not neutral: it takes its share of the softmax. With q = (1, 0),
        K = V = I and scale 1/√2 attention gives (0.66976, 0.33024), with one zero row in front (0.50349, 0.24825).

        With prefix.reparam = mlp a network makes the rows, as the paper offers it: rows E of width d go through one
        hidden layer of prefix.hidden values, which all layers share, and from there through a map for the keys and one
        for the values of each layer. Then it is the network that is trained and travels, which is more than the rows:
        p·d + h·(d + 1) + 2·L·d·(h + 1) values.
        """,
      equations: """
        softmax(q·[P_K; K]ᵀ/√h)·[P_V; V] in every layer and head
        reparam = mlp: P = W₂·tanh(W₁·E + b₁) + b₂
        """,
      departures: """
        Dropout on the prefix is left out.
        """)
  ) { settings throws(SettingsError) in
    Method(modules: PrefixModules(settings), exchange: EverythingTravels(settings))
  }
}

/// Prefix keys and values in every layer: P-tuning v2 (arXiv 2110.07602).
public struct PrefixModules: ModuleChoice {
  /// What makes the rows.
  public enum Form: String, Sendable, CaseIterable {
    /// They are trained themselves.
    case none
    /// A network with one hidden layer.
    case mlp
  }

  /// Positions p.
  public var length: Int
  /// Width of the hidden layer of a network that makes the rows; nil: there is none.
  public var hidden: Int?

  /// The modules that `settings` ask for.
  public init(_ settings: Settings) {
    length = settings.prefixLength
    hidden = settings.prefixForm == .mlp ? settings.prefixHidden : nil
  }

  /// The plan for an encoder of this shape.
  public func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    TrainingPlan(modules: [PrefixTuning(length: length, hidden: hidden)], head: head)
  }

  /// What it reads.
  static let settings = Setting.of(\.prefixLength, \.prefixForm, \.prefixHidden)
}

extension SettingKeys {
  /// Key and value positions of a prefix.
  public var prefixLength: SettingKey<Int> {
    .integer("prefix.length", 8, in: 1...512, "Key and value positions of a prefix.")
  }
  var prefixForm: SettingKey<PrefixModules.Form> {
    .choice(
      "prefix.reparam", .none, "What makes the rows of a prefix: nothing else, or a network (mlp).")
  }
  var prefixHidden: SettingKey<Int> {
    .integer(
      "prefix.hidden", 64, in: 1...4096, "Width of that network's hidden layer.")
  }
}
