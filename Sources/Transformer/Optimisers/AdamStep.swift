import CKernels

extension ck_adamw_step {
  /// Constants of step `step`, counted from 1; `scale` is the factor of gradient clipping.
  init(_ settings: OptimizerSettings, step: Int, learningRate: Double, scale: Float) {
    self.init(
      keep: Float(1 - learningRate * settings.weightDecay),
      lerp: Float(1 - settings.beta1),
      beta2: Float(settings.beta2),
      fresh_square: Float(1 - settings.beta2),
      correction: Float((1 - Self.power(settings.beta2, step)).squareRoot()),
      epsilon: Float(settings.epsilon),
      step_size: Float(learningRate / (1 - Self.power(settings.beta1, step))),
      scale: scale)
  }

  /// By squaring: the same bits on every platform, unlike the C library's `pow`.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
