import CKernels

/// The frozen weight W [out, in] of a linear map, read some rows at a time: as floats, or packed.
struct FrozenMap: Sendable {
  private let weights: EncoderWeights
  private let tensor: BaseTensor
  /// Outputs.
  let rows: Int
  /// Inputs.
  let columns: Int
  private static let tile = 64

  init(_ tensor: BaseTensor, of weights: EncoderWeights) {
    self.weights = weights
    self.tensor = tensor
    let shape = weights.shape(tensor)
    (rows, columns) = (shape[0], shape[1])
  }

  /// The length of each row of W, [out].
  func rowLengths(into lengths: UnsafeMutableBufferPointer<Float>) {
    guard let start = lengths.baseAddress, lengths.count == rows else { return }
    rowLengths(into: start, Workspace()) { _, _ in }
  }

  /// The length of each row of W + s·B·A, [out]; the whole sum is never made.
  func rowLengths(
    adding scale: Float, _ b: Matrix, _ a: Matrix, into lengths: UnsafeMutablePointer<Float>,
    _ workspace: Workspace
  ) {
    rowLengths(into: lengths, workspace) { rows, tile in
      multiply(b.rows(rows), a, into: tile, scale: scale, adding: true)
    }
  }

  private func rowLengths(
    into lengths: UnsafeMutablePointer<Float>, _ workspace: Workspace,
    _ change: (Range<Int>, Matrix) -> Void
  ) {
    let mark = workspace.mark
    defer { workspace.release(to: mark) }
    let scratch = workspace.take(Self.tile * columns)
    for start in stride(from: 0, to: rows, by: Self.tile) {
      let own = start..<min(start + Self.tile, rows)
      let tile = Matrix(scratch, rows: own.count, columns: columns)
      copy(own, to: scratch)
      change(own, tile)
      for row in 0..<own.count {
        lengths[start + row] = ck_dot(columns, tile.row(row), tile.row(row)).squareRoot()
      }
    }
  }

  private func copy(_ rows: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    if let values = weights.pointer(tensor) {
      target.update(from: values + rows.lowerBound * columns, count: rows.count * columns)
    } else {
      weights.packed(tensor)?.expand(rows, to: target)
    }
  }
}
