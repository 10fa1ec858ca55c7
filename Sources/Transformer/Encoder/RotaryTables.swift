import Foundation

/// Sines and cosines of rotary positions, made once for as many positions as were asked for.
final class RotaryTables {
  private struct Key: Hashable {
    let rotary: Rotary
    let width: Int
  }

  private struct Table {
    let values: UnsafeMutablePointer<Float>
    let positions: Int
  }

  private var tables: [Key: Table] = [:]

  deinit {
    for table in tables.values { table.values.deallocate() }
  }

  /// Turns of positions 0 to `positions` − 1 in heads of width `width`.
  func turns(_ rotary: Rotary, width: Int, positions: Int) -> RotaryTurns {
    let key = Key(rotary: rotary, width: width)
    if let known = tables[key], known.positions >= positions {
      return RotaryTurns(values: known.values, pairs: width / 2)
    }
    tables[key]?.values.deallocate()
    let values = UnsafeMutablePointer<Float>.allocate(capacity: positions * width)
    let pairs = width / 2
    for pair in 0..<pairs {
      let step = rotary.step(of: pair, width: width)
      for position in 0..<positions {
        values[position * width + pair] = Float(cos(Double(position) * step))
        values[position * width + pairs + pair] = Float(sin(Double(position) * step))
      }
    }
    tables[key] = Table(values: values, positions: positions)
    return RotaryTurns(values: values, pairs: pairs)
  }
}

/// The turns of one layer's heads: by position cosines, then sines.
struct RotaryTurns {
  fileprivate let values: UnsafePointer<Float>
  fileprivate let pairs: Int

  fileprivate init(values: UnsafePointer<Float>, pairs: Int) {
    self.values = values
    self.pairs = pairs
  }

  /// Turns every head of a row that stands at `position`, forth or back.
  @inline(__always)
  func turn(_ row: UnsafeMutablePointer<Float>, heads: Int, at position: Int, back: Bool) {
    let cosines = values + position * 2 * pairs
    let sines = cosines + pairs
    let sign: Float = back ? -1 : 1
    for head in 0..<heads {
      let first = row + head * 2 * pairs
      let second = first + pairs
      for pair in 0..<pairs {
        let (a, b, sine) = (first[pair], second[pair], sign * sines[pair])
        first[pair] = a * cosines[pair] - b * sine
        second[pair] = b * cosines[pair] + a * sine
      }
    }
  }
}

extension EncoderSession {
  /// Turns the heads of every row by its position in its sequence, where the layer has rotary positions; back for
  /// gradients.
  ///
  /// - Parameters:
  ///   - rows: Which rows of the whole sequences those of `matrix` are; nil: all.
  ///   - spans: Those of `matrix`.
  ///   - sequences: Those of the whole sequences.
  func turn(
    _ layer: Int, _ matrix: Matrix, rows: UnsafePointer<Int>? = nil, _ spans: SequenceSpans,
    in sequences: SequenceSpans, back: Bool = false
  ) {
    guard let rotary = encoder.reaches[layer].rotary else { return }
    let width = encoder.shape.block.headWidth
    let longest = (0..<sequences.count).reduce(0) { max($0, sequences[$1].count) }
    let turns = turns.turns(rotary, width: width, positions: longest)
    for sample in 0..<spans.count {
      let start = sequences[sample].lowerBound
      for row in spans[sample] {
        turns.turn(
          matrix.row(row), heads: matrix.columns / width, at: (rows?[row] ?? row) - start,
          back: back)
      }
    }
  }
}
