import CKernels

/// Where modules and the encoder put gradients of trained parameters.
///
/// A plain pass sums over the batch, one product a segment. A Fisher pass goes sample by sample with the same inputs:
/// it sums the same gradient and takes each sample's squared norm, and the diagonal if asked, on the way
/// (docs/methods.md, "Difficulty of a sample"). Callers do not see the difference.
public struct GradientSink {
  /// What happens to a gradient.
  enum Mode {
    /// Dropped: only gradients of activations are wanted.
    case discard
    /// Summed over the batch.
    case sum
    /// Summed, with squared norms by sample.
    case perSample
  }

  let mode: Mode
  /// Flat gradient, as long as the layout; zero at the start of a pass.
  let gradient: UnsafeMutablePointer<Float>
  /// Per sample: squared norm of the gradient as it arrives here, all parameters.
  let traces: UnsafeMutablePointer<Float>
  /// Per sample: the same over low-rank factors.
  let lowRankTraces: UnsafeMutablePointer<Float>
  /// Σ over samples of squared own gradients, or nil.
  let diagonal: UnsafeMutablePointer<Float>?
  /// What a square is multiplied by to be that of the sample's own loss: (batch size)².
  let squareScale: Float
  let workspace: Workspace
  /// Which segments want a gradient, by their place in the layout.
  let live: UnsafePointer<Bool>

  /// Whether a gradient of `slot` is wanted: not of held parameters, nor of those that no step of the phase moves.
  ///
  /// What is given for others is dropped; a module may ask, to save itself the work.
  @inline(__always)
  public func wants(_ slot: ParameterSlot) -> Bool { mode != .discard && live[slot.index] }

  /// A sink for passes that want gradients of activations alone.
  static func discarding(_ workspace: Workspace) -> GradientSink {
    let nowhere = workspace.take(0)
    return GradientSink(
      mode: .discard, gradient: nowhere, traces: nowhere, lowRankTraces: nowhere, diagonal: nil,
      squareScale: 0, workspace: workspace,
      live: UnsafeRawPointer(nowhere).assumingMemoryBound(to: Bool.self))
  }

  /// Adds scale · Σ leftᵀ·right, [slot.rows, slot.columns]; `spans` says which rows are whose.
  public func addProduct(
    _ slot: ParameterSlot, _ left: Matrix, _ right: Matrix, _ spans: SequenceSpans,
    scale: Float = 1
  ) {
    guard wants(slot) else { return }
    switch mode {
    case .discard: return
    case .sum:
      multiply(left.transposed, right, into: target(slot), scale: scale, adding: true)
    case .perSample:
      if spans.isOneRowEach {
        addOuterProducts(slot, left, right, scale: scale)
      } else {
        let mark = workspace.mark
        let own = workspace.matrix(slot.rows, slot.columns)
        for sample in 0..<spans.count {
          let rows = spans[sample]
          multiply(left.rows(rows).transposed, right.rows(rows), into: own, scale: scale)
          accumulate(slot, at: 0, own.pointer, count: slot.count, sample: sample)
        }
        workspace.release(to: mark)
      }
    }
  }

  /// Adds the entries of Σ leftᵀ·right that `places` names, as indices into that matrix: one value an entry.
  func addEntries(
    _ slot: ParameterSlot, _ places: UnsafeBufferPointer<Int32>, _ left: Matrix, _ right: Matrix,
    _ spans: SequenceSpans
  ) {
    guard wants(slot) else { return }
    let mark = workspace.mark
    let whole = workspace.matrix(left.columns, right.columns)
    let own = workspace.take(slot.count)
    let samples = mode == .sum ? 1 : spans.count
    for sample in 0..<samples {
      let rows = mode == .sum ? 0..<left.rows : spans[sample]
      multiply(left.rows(rows).transposed, right.rows(rows), into: whole)
      for index in 0..<slot.count { own[index] = whole.pointer[Int(places[index])] }
      add(slot, own, count: slot.count, sample: sample)
    }
    workspace.release(to: mark)
  }

  /// Adds the sum over the rows of `matrix`, [slot.count].
  public func addColumnSum(_ slot: ParameterSlot, _ matrix: Matrix, _ spans: SequenceSpans) {
    eachSum(slot, spans) { rows, sum in
      let part = matrix.rows(rows)
      ck_column_sum(part.rows, part.columns, part.pointer, part.stride, sum)
    }
  }

  /// Adds the sum over the rows of the elementwise product; in both the rows lie close.
  public func addColumnProduct(
    _ slot: ParameterSlot, _ left: Matrix, _ right: Matrix, _ spans: SequenceSpans
  ) {
    eachSum(slot, spans) { rows, sum in
      let part = left.rows(rows)
      ck_column_product(
        part.rows, part.columns, part.pointer, right.row(rows.lowerBound), sum)
    }
  }

  /// Adds the gradient of one sample for `count` values from index `first` of the segment on.
  ///
  /// The values of one sample must come in one piece: a square is taken of what arrives.
  public func add(
    _ slot: ParameterSlot, at first: Int = 0, _ values: UnsafePointer<Float>, count: Int,
    sample: Int
  ) {
    guard wants(slot) else { return }
    switch mode {
    case .discard: return
    case .sum: ck_axpy(count, 1, values, gradient + slot.offset + first)
    case .perSample: accumulate(slot, at: first, values, count: count, sample: sample)
    }
  }

  /// Runs `body` on the samples whose gradients go together: all of the batch, or one after the other where squares are
  /// taken; on none where gradients are dropped.
  ///
  /// What `body` makes of a range it gives to `add` as of its first sample.
  @inline(__always)
  public func eachGroup(of count: Int, _ body: (Range<Int>) -> Void) {
    switch mode {
    case .discard: return
    case .sum: body(0..<count)
    case .perSample: for sample in 0..<count { body(sample..<sample + 1) }
    }
  }

  /// Adds each row of `matrix` to the row of the segment that `indices` names: the gradient of an embedding.
  ///
  /// A negative index names none.
  func addRows(
    _ slot: ParameterSlot, _ matrix: Matrix, _ indices: UnsafePointer<Int32>,
    _ spans: SequenceSpans
  ) {
    guard wants(slot) else { return }
    switch mode {
    case .discard: return
    case .sum:
      let table = target(slot)
      for row in 0..<matrix.rows where indices[row] >= 0 {
        ck_axpy(matrix.columns, 1, matrix.row(row), table.row(Int(indices[row])))
      }
    case .perSample:
      let mark = workspace.mark
      let own = workspace.matrix(1, matrix.columns)
      for sample in 0..<spans.count {
        let rows = spans[sample]
        // Rows of one sample that share an index add up before they are squared.
        for row in rows where indices[row] >= 0 {
          let earlier = rows.lowerBound..<row
          if earlier.contains(where: { indices[$0] == indices[row] }) { continue }
          own.copy(from: matrix.rows(row..<row + 1))
          for later in row + 1..<rows.upperBound where indices[later] == indices[row] {
            ck_axpy(matrix.columns, 1, matrix.row(later), own.pointer)
          }
          accumulate(
            slot, at: Int(indices[row]) * slot.columns, own.pointer, count: slot.columns,
            sample: sample)
        }
      }
      workspace.release(to: mark)
    }
  }

  private func target(_ slot: ParameterSlot) -> Matrix {
    Matrix(gradient + slot.offset, rows: slot.rows, columns: slot.columns)
  }

  private func accumulate(
    _ slot: ParameterSlot, at first: Int, _ values: UnsafePointer<Float>, count: Int, sample: Int
  ) {
    let start = slot.offset + first
    let square = ck_accumulate(
      count, values, gradient + start, squareScale, diagonal.map { $0 + start })
    note(slot, square: square, sample: sample)
  }

  private func note(_ slot: ParameterSlot, square: Float, sample: Int) {
    traces[sample] += square
    if slot.isLowRank { lowRankTraces[sample] += square }
  }

  // One row a sample makes its gradient an outer product l·rᵀ: the norm is ‖l‖²‖r‖², and the sums need no scratch.
  private func addOuterProducts(
    _ slot: ParameterSlot, _ left: Matrix, _ right: Matrix, scale: Float
  ) {
    multiply(left.transposed, right, into: target(slot), scale: scale, adding: true)
    for sample in 0..<left.rows {
      let l = left.row(sample)
      let r = right.row(sample)
      let square = ck_dot(left.columns, l, l) * ck_dot(right.columns, r, r) * scale * scale
      note(slot, square: square, sample: sample)
    }
    guard let diagonal else { return }
    let mark = workspace.mark
    let leftSquares = squares(of: left)
    let rightSquares = squares(of: right)
    let target = Matrix(diagonal + slot.offset, rows: slot.rows, columns: slot.columns)
    multiply(
      leftSquares.transposed, rightSquares, into: target, scale: squareScale * scale * scale,
      adding: true)
    workspace.release(to: mark)
  }

  private func squares(of matrix: Matrix) -> Matrix {
    let squares = workspace.matrix(matrix.rows, matrix.columns)
    for row in 0..<matrix.rows { ck_square(matrix.columns, matrix.row(row), squares.row(row)) }
    return squares
  }

  // Runs `body` on the rows of the whole batch, or of each sample, with the place to add to.
  @inline(__always)
  private func eachSum(
    _ slot: ParameterSlot, _ spans: SequenceSpans,
    _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard wants(slot) else { return }
    switch mode {
    case .discard: return
    case .sum: body(0..<spans.rows, gradient + slot.offset)
    case .perSample:
      let mark = workspace.mark
      let own = workspace.matrix(1, slot.count)
      for sample in 0..<spans.count {
        own.clear()
        body(spans[sample], own.pointer)
        accumulate(slot, at: 0, own.pointer, count: slot.count, sample: sample)
      }
      workspace.release(to: mark)
    }
  }
}
