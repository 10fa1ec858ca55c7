/// How the learning rate changes over the steps of a run.
public enum LearningRateSchedule: Sendable, Equatable {
  /// It does not.
  case constant
  /// From the full rate at step 0 down to 0 at the last.
  case linearDecay
  /// From 0 up to the full rate over this fraction of the steps, then linearly down to 0, as
  /// `get_linear_schedule_with_warmup` of transformers.
  case warmup(fraction: Double)

  /// The factor on the learning rate at `step` (from 0) of `total` steps.
  public func factor(step: Int, of total: Int) -> Double {
    switch self {
    case .constant:
      return 1
    case .linearDecay:
      return Self.linear(step: step, of: total, warmup: 0)
    case .warmup(let fraction):
      let steps = (Double(total) * min(max(fraction, 0), 1)).rounded(.up)
      return Self.linear(step: step, of: total, warmup: steps)
    }
  }

  private static func linear(step: Int, of total: Int, warmup: Double) -> Double {
    let step = Double(step)
    if step < warmup { return step / max(1, warmup) }
    return max(0, (Double(total) - step) / max(1, Double(total) - warmup))
  }
}
