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
  /// The rows of the input that go on, [M, d].
  var queryInput: Matrix
  var querySpans: SequenceSpans
  /// [M, d], [T, d], [T, d].
  var query: Matrix
  var key: Matrix
  var value: Matrix
  /// Rows in front of keys and values, [prefix, d] each.
  var prefixKeys: Matrix
  var prefixValues: Matrix
  /// Per sample and head: [rows of the query, keys], rows padded to whole blocks.
  var probabilities: UnsafeMutablePointer<Float>
  /// Attention's output before its projection [M, d].
  var context: Matrix
  /// First LayerNorm: normalised rows, 1 / deviation, output.
  var attentionNorm: NormTape
  var middle: Matrix
  /// Derivative of the nonlinearity and its value, [M, intermediate].
  var derivative: Matrix
  var activated: Matrix
  /// Second LayerNorm and the layer's output [M, d].
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

  /// Copies the selected rows of `source`.
  func gather(_ source: Matrix, into target: Matrix) {
    for index in 0..<count {
      target.row(index).update(from: source.row(rows[index]), count: source.columns)
    }
  }
}
