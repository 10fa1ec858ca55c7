import CKernels
import Foundation

/// The rows of `MixedPrompt`; keeps all that lies between the embeddings and the proportions.
struct MixedRows: PromptHook {
  let target: ParameterSlot
  let down: ParameterSlot
  let up: ParameterSlot
  let normWeight: ParameterSlot
  let normBias: ParameterSlot
  let sources: FrozenPrompts
  let temperature: Float

  var length: Int { target.rows }
  /// Frozen prompts and the trained one, which comes last.
  private var count: Int { sources.count + 1 }
  /// Rows of scores are padded to whole blocks of the vector loops.
  private var stride: Int { (count + 15) / 16 * 16 }

  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
    let samples = pass.spans.count
    let width = hidden.columns
    let parts = Parts(self, samples, width, Parts.take(self, samples, width, pass.workspace))
    for sample in 0..<samples {
      largest(
        hidden, pass.spans.tokens(of: sample), into: parts.input.row(sample),
        from: parts.inputRows + sample * width)
    }
    multiply(parts.input, down.matrix(in: pass.parameters).transposed, into: parts.slope)
    for index in 0..<samples * down.rows {
      let value = parts.slope.pointer[index]
      let gate = 1 / (1 + exp(-value))
      parts.active.pointer[index] = value * gate
      parts.slope.pointer[index] = gate * (1 + value * (1 - gate))
    }
    multiply(parts.active, up.matrix(in: pass.parameters).transposed, into: parts.features)
    ck_norm_forward(
      samples, width, parts.features.pointer, nil, nil, pass.parameters + normWeight.offset,
      pass.parameters + normBias.offset, 1e-5, parts.normalised.pointer, parts.inverseDeviation,
      parts.features.pointer)
    let own = target.matrix(in: pass.parameters)
    largest(own, 0..<length, into: parts.keys.row(sources.count), from: parts.targetRows)
    for source in 0..<sources.count {
      parts.keys.row(source).update(from: sources.largest + source * width, count: width)
    }
    multiply(parts.features, parts.keys.transposed, into: parts.shares)
    ck_softmax(samples, count, stride, 1 / temperature, parts.shares.pointer)
    let size = length * width
    let rows = Matrix(prompts.pointer, rows: samples, columns: size)
    for sample in 0..<samples {
      let shares = parts.shares.row(sample)
      rows.row(sample).update(from: own.pointer, count: size)
      ck_axpy(size, shares[sources.count], own.pointer, rows.row(sample))
      for source in 0..<sources.count {
        ck_axpy(size, shares[source], sources.rows + source * size, rows.row(sample))
      }
    }
    return parts.start
  }

  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let samples = pass.spans.count
    let (width, size) = (hidden.columns, length * hidden.columns)
    let parts = Parts(self, samples, width, memo)
    let own = pass.parameters + target.offset
    let workspace = pass.workspace
    let mark = workspace.mark
    let dScores = Matrix(
      workspace.take(samples * stride), rows: samples, columns: count, stride: stride)
    for sample in 0..<samples {
      let d = dPrompts.row(sample * length)
      for source in 0..<sources.count {
        dScores.row(sample)[source] = ck_dot(size, d, sources.rows + source * size)
      }
      dScores.row(sample)[sources.count] = ck_dot(size, d, own)
    }
    ck_softmax_backward(
      samples, count, stride, 1 / temperature, parts.shares.pointer, dScores.pointer)
    let dTarget = workspace.matrix(1, size)
    sink.eachGroup(of: samples) { group in
      dTarget.clear()
      for sample in group {
        let share = parts.shares.row(sample)[sources.count]
        ck_axpy(size, 1 + share, dPrompts.row(sample * length), dTarget.pointer)
        let slope = dScores.row(sample)[sources.count]
        for column in 0..<width {
          dTarget.pointer[Int(parts.targetRows[column]) * width + column] +=
            slope * parts.features.row(sample)[column]
        }
      }
      sink.add(target, dTarget.pointer, count: size, sample: group.lowerBound)
    }
    let spans = SequenceSpans(oneRowEach: samples)
    let d = workspace.matrix(samples, width)
    multiply(dScores, parts.keys, into: d)
    sink.addColumnProduct(normWeight, d, parts.normalised, spans)
    sink.addColumnSum(normBias, d, spans)
    ck_norm_backward(
      samples, width, d.pointer, pass.parameters + normWeight.offset, parts.normalised.pointer,
      parts.inverseDeviation)
    sink.addProduct(up, d, parts.active, spans)
    let inner = workspace.matrix(samples, down.rows)
    multiply(d, up.matrix(in: pass.parameters), into: inner)
    ck_multiply(samples * down.rows, parts.slope.pointer, inner.pointer)
    sink.addProduct(down, inner, parts.input, spans)
    if let dHidden {
      multiply(inner, down.matrix(in: pass.parameters), into: d)
      for sample in 0..<samples {
        for column in 0..<width {
          dHidden.row(Int(parts.inputRows[sample * width + column]))[column] +=
            d.row(sample)[column]
        }
      }
    }
    workspace.release(to: mark)
  }

  // The largest value of each column among some rows, and the row that has it first.
  private func largest(
    _ matrix: Matrix, _ rows: Range<Int>, into values: UnsafeMutablePointer<Float>,
    from places: UnsafeMutablePointer<Int32>
  ) {
    values.update(from: matrix.row(rows.lowerBound), count: matrix.columns)
    places.update(repeating: Int32(rows.lowerBound), count: matrix.columns)
    for row in rows.dropFirst() {
      let candidates = matrix.row(row)
      for column in 0..<matrix.columns where candidates[column] > values[column] {
        values[column] = candidates[column]
        places[column] = Int32(row)
      }
    }
  }

  /// What lies in the memo.
  private struct Parts {
    let start: UnsafeMutablePointer<Float>
    /// x̂ [samples, d], and the rows that its values came from.
    let input: Matrix
    let inputRows: UnsafeMutablePointer<Int32>
    /// silu and its derivative [samples, m].
    let active: Matrix
    let slope: Matrix
    /// H, its rows before weight and bias [samples, d], and 1 / deviation.
    let features: Matrix
    let normalised: Matrix
    let inverseDeviation: UnsafeMutablePointer<Float>
    /// p̂ of every prompt [prompts, d], and the rows that those of the trained one came from.
    let keys: Matrix
    let targetRows: UnsafeMutablePointer<Int32>
    /// a [samples, prompts].
    let shares: Matrix

    static func take(
      _ rows: MixedRows, _ samples: Int, _ width: Int, _ workspace: Workspace
    ) -> UnsafeMutablePointer<Float> {
      workspace.take(
        samples * (4 * width + 2 * rows.down.rows + 1 + rows.stride) + (rows.count + 1) * width)
    }

    init(_ rows: MixedRows, _ samples: Int, _ width: Int, _ memo: UnsafeMutablePointer<Float>) {
      start = memo
      var next = memo
      func values(_ count: Int) -> UnsafeMutablePointer<Float> {
        defer { next += count }
        return next
      }
      func places(_ count: Int) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(values(count)).bindMemory(to: Int32.self, capacity: count)
      }
      func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(values(rows * columns), rows: rows, columns: columns)
      }
      input = matrix(samples, width)
      inputRows = places(samples * width)
      active = matrix(samples, rows.down.rows)
      slope = matrix(samples, rows.down.rows)
      features = matrix(samples, width)
      normalised = matrix(samples, width)
      inverseDeviation = values(samples)
      keys = matrix(rows.count, width)
      targetRows = places(width)
      shares = Matrix(
        values(samples * rows.stride), rows: samples, columns: rows.count, stride: rows.stride)
    }
  }
}
