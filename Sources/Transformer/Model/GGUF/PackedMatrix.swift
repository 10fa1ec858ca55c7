/// A frozen matrix that stays packed in memory: rows of a GGUF file, in the order in which the engine reads them.
///
/// Files of architecture `llama` store the rows of queries and keys for rotations of neighbours: row 2c + e of a head
/// is the engine's row c + e·w/2.
struct PackedMatrix: Sendable {
  private let tensor: PackedTensor
  /// Width of a head whose rows lie in pairs; nil: rows lie as they are read.
  private let pairedHead: Int?

  /// Columns.
  var columns: Int { tensor.columns }
  /// Rows.
  var rows: Int { tensor.rows }

  init(_ tensor: PackedTensor, pairedHead: Int? = nil) {
    self.tensor = tensor
    self.pairedHead = pairedHead
  }

  /// Writes some rows to `target`, close to one another.
  func expand(_ rows: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    guard let head = pairedHead else {
      tensor.expand(from: rows.lowerBound, rows: rows.count, to: target)
      return
    }
    for (index, row) in rows.enumerated() {
      let (start, within) = (row / head * head, row % head)
      let stored = start + within % (head / 2) * 2 + within / (head / 2)
      tensor.expand(from: stored, rows: 1, to: target + index * columns)
    }
  }
}

/// A linear map W [out, in] of packed matrices, one below the other.
///
/// Products expand it tile by tile in memory that is in the cache, and no expanded copy of it is ever whole.
struct PackedMap: PreparedMap {
  private let parts: [PackedMatrix]
  private static let tile = 64

  init(_ parts: [PackedMatrix]) { self.parts = parts }

  func apply(to x: Matrix, into y: Matrix, _ workspace: Workspace) {
    eachTile(workspace) { rows, weight in
      multiply(x, weight.transposed, into: y.columns(from: rows.lowerBound, count: rows.count))
    }
  }

  func applyBack(to dy: Matrix, into dx: Matrix, adding: Bool, _ workspace: Workspace) {
    eachTile(workspace) { rows, weight in
      multiply(
        dy.columns(from: rows.lowerBound, count: rows.count), weight, into: dx,
        adding: adding || rows.lowerBound > 0)
    }
  }

  private func eachTile(_ workspace: Workspace, _ body: (Range<Int>, Matrix) -> Void) {
    guard let columns = parts.first?.columns else { return }
    let mark = workspace.mark
    defer { workspace.release(to: mark) }
    let scratch = workspace.take(Self.tile * columns)
    var first = 0
    for part in parts {
      var start = 0
      while start < part.rows {
        let count = min(Self.tile, part.rows - start)
        part.expand(start..<start + count, to: scratch)
        body(
          first + start..<first + start + count,
          Matrix(scratch, rows: count, columns: columns))
        start += count
      }
      first += part.rows
    }
  }
}
