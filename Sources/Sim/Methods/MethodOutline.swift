import Metrics
import Transformer

/// What a method comes to at one model: sizes that follow from its parts, before anything is trained.
public struct MethodOutline: Sendable, Equatable {
  /// Parameters that are trained.
  public let trained: Int
  /// Bytes that a client of the first round receives.
  public let bytesDown: Int
  /// Bytes that it sends.
  public let bytesUp: Int

  /// Lays the method out.
  ///
  /// Where a method chooses its global layers itself and how many is not known before, all of them are counted.
  ///
  /// - Parameter labels: names of the labels.
  /// - Throws: `SettingsError` for settings that make no sense, and what a method throws that does not fit the model.
  public init(
    _ recipe: MethodRecipe, _ settings: Settings, _ model: Model, labels: [String]
  ) throws {
    let weights = model.weights
    let method = try recipe.method(settings).personalised(settings)
    let layers = weights.configuration.layers
    let modules = try method.modules.plan(for: model, labels: labels, head: HeadPolicy(settings))
    let plan = Federation.completed(modules, settings, weights, labels: labels)
    let layout = ParameterLayout(weights: weights, plan: plan, labels: labels.count)
    try method.initialisation?.check(layers: layers)
    let global = method.initialisation?.likelyLayers(of: layers) ?? Array(0..<layers)
    let exchange = method.exchange
    let round = RoundPlan(
      round: 1, cohort: [0], settings: settings, globalLayers: global,
      learningRate: settings.learningRate, share: 1,
      travelling: exchange.travelling(layout, global: Set(global), round: 1),
      returning: exchange.returning(layout, global: Set(global), round: 1),
      personal: exchange.personal(layout, global: Set(global)),
      derived: exchange.derived(layout), held: layout.ranges { $0.isHeld })
    var server = ServerState(parameters: [Float](repeating: 0, count: layout.count))
    server.globalLayers = global
    method.server.begin(&server)
    trained = layout.trainedCount
    let own = method.server.plans(server, round, layout)?(0) ?? round
    bytesDown = method.server.messages(server, own)(0).bytes
    bytesUp =
      4 * (own.returning.valueCount + method.rules.reduce(0) { $0 + $1.sentCount(own, layout) })
  }
}
