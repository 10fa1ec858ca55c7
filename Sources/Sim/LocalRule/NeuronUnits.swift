import Transformer

/// The units that a mask keeps or freezes, and their places in the flat vector
/// (docs/methods.md, "Neuron masks").
public struct NeuronUnits: Sendable {
  /// What a unit is.
  public enum Grouping: String, Sendable, CaseIterable {
    /// Each row of A (a rank unit) and each row of B (an output unit).
    case rows
    /// Rows of B alone; A stays dense.
    case output
    /// Each entry.
    case entry
  }

  /// A unit's place, and the matrix it is ranked in.
  public struct Unit: Sendable, Equatable {
    /// Its values in the flat vector.
    public var range: Range<Int>
    /// Index of its matrix among the masked ones.
    public var matrix: Int
  }

  /// Units in order of their places.
  public let units: [Unit]
  /// Units of each matrix.
  private let matrices: [Range<Int>]
  private let count: Int

  /// Divides the segments that satisfy `isMaskable` into units.
  public init(
    _ layout: ParameterLayout, grouping: Grouping, where isMaskable: (ParameterSegment) -> Bool
  ) {
    var units: [Unit] = []
    var matrices: [Range<Int>] = []
    for segment in layout.segments where !segment.isHeld && isMaskable(segment) {
      if grouping == .output, segment.role == .loraA { continue }
      let width = grouping == .entry ? 1 : segment.columns
      let first = units.count
      for start in stride(from: segment.offset, to: segment.range.upperBound, by: max(1, width)) {
        units.append(Unit(range: start..<start + width, matrix: matrices.count))
      }
      matrices.append(first..<units.count)
    }
    self.units = units
    self.matrices = matrices
    count = layout.count
  }

  /// Sum of `values` (one a parameter) over each unit.
  public func sums(of values: [Float]) -> [Float] {
    units.map { unit in unit.range.reduce(0) { $0 + values[$1] } }
  }

  /// Which units stay live: of each matrix the top max(1, ⌈ρ·units⌉) by score, ties to the lower index.
  public func kept(scores: [Float], fraction: Double) -> [Bool] {
    var kept = [Bool](repeating: false, count: units.count)
    for matrix in matrices where !matrix.isEmpty {
      let wanted = Pacing.batches(share: fraction, of: matrix.count)
      guard wanted < matrix.count else {
        for unit in matrix { kept[unit] = true }
        continue
      }
      for unit in matrix.sorted(by: { (scores[$1], $0) < (scores[$0], $1) }).prefix(wanted) {
        kept[unit] = true
      }
    }
    return kept
  }

  /// Ranges that training may touch: everything except the units that are not kept.
  public func live(_ kept: [Bool]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (unit, isKept) in zip(units, kept) where !isKept {
      if start < unit.range.lowerBound { ranges.append(start..<unit.range.lowerBound) }
      start = unit.range.upperBound
    }
    if start < count { ranges.append(start..<count) }
    return ranges
  }
}
