import CKernels

/// Some keys of one head with their values, of a sample's own or of those in front of them.
struct KeyTile {
  /// Rows of the matrix that they lie in.
  let rows: Range<Int>
  /// The number of the first, counted from the sample's own first key.
  let place: Int
  /// Whether they are rows of a prefix.
  let isFront: Bool
  /// What the queries of the tile see; nil: all of them.
  let sight: TileSight?
  /// [keys, width].
  let keys: Matrix
  let values: Matrix

  var count: Int { rows.count }

  /// Where their gradient goes: in `own`, if that is wanted, or in `front`.
  func gradient(_ own: Matrix?, _ front: Matrix, _ shape: AttentionShape, _ head: Int) -> Matrix? {
    isFront
      ? shape.prefixPart(front.rows(rows), head) : own.map { shape.shared($0, rows, head) }
  }
}

/// What each query of a tile sees of its sample's own keys.
struct TileSight {
  /// By query the first key that it sees, and the one behind the last, counted from the sample's first.
  let first: UnsafeMutablePointer<Int32>
  let last: UnsafeMutablePointer<Int32>
  private let bias: ScoreBias
  private let capacity: Int

  init(_ bias: ScoreBias, queries: Int, in workspace: Workspace) {
    self.bias = bias
    capacity = queries
    first = workspace.targets(queries)
    last = workspace.targets(queries)
  }

  /// Takes in the queries of a tile whose sample has `keys`.
  ///
  /// - Returns: The keys that any of them sees.
  func look(_ queries: Range<Int>, _ keys: Range<Int>) -> Range<Int> {
    first.update(repeating: 0, count: capacity)
    last.update(repeating: 0, count: capacity)
    var (from, to) = (keys.count, 0)
    for (index, query) in queries.enumerated() {
      let seen = bias.seen(by: query, of: keys)
      first[index] = Int32(seen.lowerBound)
      last[index] = Int32(seen.upperBound)
      from = min(from, seen.lowerBound)
      to = max(to, seen.upperBound)
    }
    return from..<max(from, to)
  }

  /// Whether all of `queries` see all keys of `places`.
  func isWhole(_ places: Range<Int>, _ queries: Range<Int>) -> Bool {
    (0..<queries.count).allSatisfy {
      first[$0] <= places.lowerBound && last[$0] >= places.upperBound
    }
  }
}

// Products of tiles. They are loops of our own: a call of `cblas_sgemm` packs its operands anew each time, and the right
// one is read in place here.

/// c = a·b, of whose rows there may be more.
@inline(__always)
func product(_ a: Matrix, _ b: Matrix, into c: Matrix) {
  ck_tile_product(
    a.rows, b.columns, a.columns, a.pointer, a.stride, 1, b.pointer, b.stride, 0, c.pointer,
    c.stride)
}

/// c += a·b.
@inline(__always)
func product(_ a: Matrix, _ b: Matrix, addingTo c: Matrix) {
  ck_tile_product(
    a.rows, b.columns, a.columns, a.pointer, a.stride, 1, b.pointer, b.stride, 1, c.pointer,
    c.stride)
}

/// c += aᵀ·b.
@inline(__always)
func product(_ a: TransposedMatrix, _ b: Matrix, addingTo c: Matrix) {
  ck_tile_product(
    a.matrix.columns, b.columns, a.matrix.rows, a.matrix.pointer, 1, a.matrix.stride, b.pointer,
    b.stride, 1, c.pointer, c.stride)
}
