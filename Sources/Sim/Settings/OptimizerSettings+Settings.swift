import Transformer

extension OptimizerSettings {
  /// The clients' optimiser that `settings` ask for.
  init(_ settings: Settings) {
    self.init(
      kind: settings.optimizer == "sgd" ? .sgd : .adamW, learningRate: settings.learningRate,
      weightDecay: settings.weightDecay, momentum: settings.momentum, clipNorm: settings.clip)
  }
}
