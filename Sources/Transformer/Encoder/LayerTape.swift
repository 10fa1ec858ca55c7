import CKernels

/// What a layer leaves behind for its backward pass; T tokens, M rows that go on past attention.
///
/// M = T, but for a last layer of which only some rows are read.
struct LayerTape {
  /// Hidden states before prompts are put in front, and their spans.
  var source: Matrix
  var sourceSpans: SequenceSpans
  /// The layer's input [T, d].
  var input: Matrix
  var spans: SequenceSpans
  /// What the projections read: the input, or with norms in front of their parts its norm [T, d].
  var attentionInput: Matrix
  /// The rows of it that go on, [M, d].
  var queryInput: Matrix
  var querySpans: SequenceSpans
  /// Which rows of the input those are; nil: all.
  var queryRows: UnsafePointer<Int>?
  /// [M, d], [T, d], [T, d].
  var query: Matrix
  var key: Matrix
  var value: Matrix
  /// Rows in front of keys and values, [prefix, d] each.
  var prefixKeys: Matrix
  var prefixValues: Matrix
  /// Of samples done whole, per head: [rows of the query, keys], rows padded to whole blocks.
  var probabilities: UnsafeMutablePointer<Float>
  /// Of samples done in tiles: the logarithm of each softmax's denominator, [heads, M].
  var logSums: UnsafeMutablePointer<Float>
  /// Attention's output before its projection [M, d].
  var context: Matrix
  /// The norm of attention, and what the feed-forward part reads [M, d].
  var attentionNorm: NormTape
  var middle: Matrix
  /// What the gradient of the part's inner rows is multiplied by on its way to the nonlinearity's input,
  /// [M, intermediate].
  var derivative: Matrix
  /// The same on its way to what a gate lets pass; nothing without one.
  var gate: Matrix
  /// The inner rows themselves.
  var activated: Matrix
  /// The norm of the feed-forward part, and the layer's output [M, d].
  var outputNorm: NormTape
  var output: Matrix
}

/// What a LayerNorm leaves behind.
struct NormTape {
  /// Rows with mean 0 and variance 1.
  let normalised: Matrix
  /// One value a row.
  let inverseDeviation: UnsafeMutablePointer<Float>

  init(rows: Int, columns: Int, in workspace: Workspace) {
    normalised = workspace.matrix(rows, columns)
    inverseDeviation = workspace.take(rows)
  }
}

/// The rows of the last layer that are read.
struct RowSelection {
  /// Row of the full matrix, for each selected one.
  let rows: UnsafePointer<Int>
  /// Which selected rows belong to which sample.
  let spans: SequenceSpans

  var count: Int { spans.rows }

  /// Adds rows, one for each selected one, to those of the full matrix.
  func scatter(_ rows: Matrix, addingTo target: Matrix) {
    for index in 0..<count {
      ck_axpy(rows.columns, 1, rows.row(index), target.row(self.rows[index]))
    }
  }

  /// Copies the selected rows of `source`.
  func gather(_ source: Matrix, into target: Matrix) {
    for index in 0..<count {
      target.row(index).update(from: source.row(rows[index]), count: source.columns)
    }
  }
}
