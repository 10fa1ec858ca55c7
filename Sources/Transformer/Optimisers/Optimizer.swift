import CKernels

/// Updates a flat vector of parameters, in place and without allocating.
///
/// The arithmetic follows PyTorch's `AdamW`, `SGD` and `clip_grad_norm_` operation by operation.
/// Every entry is updated on its own, so that the result does not depend on how the live entries
/// are cut into ranges, bit for bit.
public struct Optimizer: Sendable {
  /// Rule and constants.
  public let settings: OptimizerSettings

  /// Makes an optimiser.
  public init(_ settings: OptimizerSettings) { self.settings = settings }

  /// Takes one step.
  ///
  /// Entries outside of `live` keep their parameters and moments, are not decayed, and do not
  /// count towards the norm of the gradient.
  ///
  /// - Parameters:
  ///   - parameters: Read and written.
  ///   - gradient: Gradient of the loss; only live entries are read.
  ///   - state: Of the same length as the parameters.
  ///   - live: Ascending ranges without overlap.
  ///   - learningRate: The rate of this step, schedule included.
  public func update(
    _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    state: inout OptimizerState, live: [Range<Int>], learningRate: Double
  ) {
    precondition(
      live.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= state.first.count }
        && state.second.count == state.first.count,
      "live entries lie inside of the optimiser's state")
    state.step += 1
    let scale = clipScale(gradient, live: live)
    let step = state.step
    state.first.withUnsafeMutableBufferPointer { first in
      state.second.withUnsafeMutableBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        switch settings.kind {
        case .adamW:
          var constants = ck_adamw_step(
            settings, step: step, learningRate: learningRate, scale: scale)
          for range in live {
            let start = range.lowerBound
            ck_adamw(
              range.count, &constants, parameters + start, gradient + start, first + start,
              second + start)
          }
        case .sgd:
          for range in live {
            let start = range.lowerBound
            descend(
              parameters + start, gradient + start, first + start, count: range.count,
              scale: scale, learningRate: Float(learningRate))
          }
        }
      }
    }
  }

  /// The L2 norm of the gradient's live entries, summed in double precision in index order.
  public static func norm(_ gradient: UnsafePointer<Float>, live: [Range<Int>]) -> Double {
    var sum = 0.0
    for range in live {
      for index in range { sum += Double(gradient[index]) * Double(gradient[index]) }
    }
    return sum.squareRoot()
  }

  private func clipScale(_ gradient: UnsafePointer<Float>, live: [Range<Int>]) -> Float {
    guard settings.clipNorm > 0 else { return 1 }
    // The 1e-6 is PyTorch's.
    return Float(min(1, settings.clipNorm / (Self.norm(gradient, live: live) + 1e-6)))
  }

  private func descend(
    _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ buffer: UnsafeMutablePointer<Float>, count: Int, scale: Float, learningRate: Float
  ) {
    let decay = Float(settings.weightDecay)
    let momentum = Float(settings.momentum)
    if momentum == 0 {
      for index in 0..<count {
        let direction = gradient[index] * scale + decay * parameters[index]
        parameters[index] -= learningRate * direction
      }
    } else {
      for index in 0..<count {
        let direction = gradient[index] * scale + decay * parameters[index]
        let velocity = momentum * buffer[index] + direction
        buffer[index] = velocity
        parameters[index] -= learningRate * velocity
      }
    }
  }
}
