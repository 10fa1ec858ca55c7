/// Which rows of a matrix belong to which sample of a batch.
public struct SequenceSpans {
  /// Number of samples.
  public let count: Int
  /// Rows that modules put in front of each sample's tokens, so far.
  public let lead: Int

  // Row offsets of the samples without lead, one more than samples; nil: one row a sample.
  private let offsets: UnsafePointer<Int>?

  /// Samples whose tokens start at `offsets`, which holds `count` + 1 ascending values.
  init(offsets: UnsafePointer<Int>, count: Int, lead: Int = 0) {
    self.offsets = offsets
    self.count = count
    self.lead = lead
  }

  /// One row a sample.
  init(oneRowEach count: Int) {
    offsets = nil
    self.count = count
    lead = 0
  }

  /// `rows` rows a sample, which come one sample after the other.
  init(rowsEach rows: Int, count: Int, in workspace: Workspace) {
    let offsets = workspace.integers(count + 1)
    for sample in 0...count { offsets[sample] = sample * rows }
    self.init(offsets: offsets, count: count)
  }

  /// The same samples with `rows` more rows in front of each.
  func adding(lead rows: Int) -> SequenceSpans {
    guard let offsets else { preconditionFailure("only sequences have rows in front") }
    return SequenceSpans(offsets: offsets, count: count, lead: lead + rows)
  }

  /// Whether each sample has exactly one row.
  var isOneRowEach: Bool { offsets == nil }

  /// Rows of sample `index`.
  @inline(__always)
  public subscript(index: Int) -> Range<Int> {
    guard let offsets else { return index..<index + 1 }
    return offsets[index] + lead * index..<offsets[index + 1] + lead * (index + 1)
  }

  /// Rows of the tokens of sample `index`, without those in front.
  public func tokens(of index: Int) -> Range<Int> {
    let all = self[index]
    return all.lowerBound + lead..<all.upperBound
  }

  /// Rows of all samples.
  public var rows: Int { count == 0 ? 0 : self[count - 1].upperBound }
}
