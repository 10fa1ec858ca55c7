import Transformer

extension EncoderSession {
  /// The gradient of the mean loss over `batch`, written into `gradient`.
  func gradient(
    _ batch: PackedBatch, parameters: [Float], into gradient: inout [Float],
    pooledLoss: PooledLoss? = nil
  ) {
    gradient.withUnsafeMutableBufferPointer { gradient in
      parameters.withUnsafeBufferPointer { parameters in
        guard let values = parameters.baseAddress, let target = gradient.baseAddress else { return }
        self.gradient(batch, parameters: values, into: target, pooledLoss: pooledLoss)
      }
    }
  }

  /// The same with per-sample traces; adds Σᵢ gᵢⱼ² over the batch's samples to `diagonal`.
  func gradient(
    _ batch: PackedBatch, parameters: [Float], into gradient: inout [Float],
    diagonal: inout [Float], pooledLoss: PooledLoss? = nil
  ) {
    diagonal.withUnsafeMutableBufferPointer { diagonal in
      gradient.withUnsafeMutableBufferPointer { gradient in
        parameters.withUnsafeBufferPointer { parameters in
          guard let values = parameters.baseAddress, let target = gradient.baseAddress else {
            return
          }
          self.gradient(
            batch, parameters: values, into: target,
            fisher: FisherRequest(diagonal: diagonal.baseAddress), pooledLoss: pooledLoss)
        }
      }
    }
  }

  /// The pooled vectors of `batch`, [samples, d], end to end.
  func pooled(_ batch: PackedBatch, parameters: [Float]) -> [Float] {
    let size = batch.count * encoder.configuration.hiddenSize
    return [Float](unsafeUninitializedCapacity: size) { buffer, count in
      parameters.withUnsafeBufferPointer { parameters in
        guard let values = parameters.baseAddress, let target = buffer.baseAddress else { return }
        pooled(batch, parameters: values, into: target)
      }
      count = size
    }
  }

  /// How sample `index` of the batch that was evaluated last is answered.
  func judged(_ index: Int, of batch: PackedBatch) -> Answer {
    let loss = isFinite(index) ? losses[index] : .nan
    guard encoder.plan.objective == .labels else {
      return Answer(isRight: areExact[index], tokens: targetCounts[index], loss: loss)
    }
    let label = answer(index)
    return Answer(label: label, isRight: label == Int(batch.labels[index]), loss: loss)
  }

  /// Mean loss over the samples of the last batch.
  var meanLoss: Double {
    losses.isEmpty ? 0 : losses.reduce(0.0) { $0 + Double($1) } / Double(losses.count)
  }
}
