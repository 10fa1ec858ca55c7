/// Sizes of one layer's attention, and the parts of matrices that belong to one head of one sample.
struct AttentionShape {
  let heads: Int
  /// Query heads that share one of keys and values.
  let group: Int
  let width: Int
  let prefix: Int
  let scale: Float

  init(_ tape: LayerTape, _ block: BlockShape) {
    heads = block.heads
    group = block.heads / block.keyHeads
    width = block.headWidth
    prefix = tape.prefixKeys.rows
    scale = 1 / Float(width).squareRoot()
  }

  /// Rows of scores are padded to whole blocks of the vector loops.
  func stride(_ keys: Range<Int>) -> Int { (prefix + keys.count + 15) / 16 * 16 }

  /// Scores of all samples that are done whole.
  func count(_ tape: LayerTape, _ tiling: AttentionTiling) -> Int {
    (0..<tape.spans.count).reduce(0) { $0 + heads * count(tape, $1, tiling) }
  }

  /// The most of them that a head has.
  func largest(_ tape: LayerTape, _ tiling: AttentionTiling) -> Int {
    (0..<tape.spans.count).reduce(0) { max($0, count(tape, $1, tiling)) }
  }

  private func count(_ tape: LayerTape, _ sample: Int, _ tiling: AttentionTiling) -> Int {
    guard !tiling.cuts(tape, sample) else { return 0 }
    return tape.querySpans[sample].count * stride(tape.spans[sample])
  }

  @inline(__always)
  func scores(_ start: UnsafeMutablePointer<Float>, _ queries: Range<Int>, _ keys: Range<Int>)
    -> Matrix
  {
    Matrix(start, rows: queries.count, columns: prefix + keys.count, stride: stride(keys))
  }

  @inline(__always)
  func part(_ matrix: Matrix, _ rows: Range<Int>, _ head: Int) -> Matrix {
    matrix.rows(rows).columns(from: head * width, count: width)
  }

  /// What a query head sees of keys or values.
  @inline(__always)
  func shared(_ matrix: Matrix, _ rows: Range<Int>, _ head: Int) -> Matrix {
    part(matrix, rows, head / group)
  }

  @inline(__always)
  func prefixPart(_ matrix: Matrix, _ head: Int) -> Matrix {
    matrix.columns(from: head * width, count: width)
  }
}

/// Gradients that attention's way back reads and writes.
struct AttentionGradients {
  /// Of its output [M, d]: what comes in.
  let context: Matrix
  /// Of queries [M, d], keys and values [T, d]: what comes out.
  let query: Matrix
  let key: Matrix
  let value: Matrix
  /// Which of the three are wanted.
  let needs: (query: Bool, key: Bool, value: Bool)
  /// Of what a sample's prefix puts in front of keys and values, [prefix, d].
  let prefixKeys: Matrix
  let prefixValues: Matrix
  /// Of what distances add to a sample's scores, [buckets, heads]; nil: nobody wants it.
  var relative: UnsafeMutablePointer<Float>?
}
