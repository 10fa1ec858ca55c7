import Corpus
import Transformer

/// A split of a data set as token ids, end to end: a hundred thousand samples are three arrays.
struct TokenizedData: Sendable {
  /// Label of each sample.
  private(set) var labels: [Int] = []
  private var ids: [Int32] = []
  private var types: [Int32] = []
  /// Where each sample ends in `ids`.
  private var ends: [Int] = []

  /// No samples.
  init() {}

  init(_ samples: [Sample], tokenizer: any Tokenizer, maxLength: Int) {
    for sample in samples {
      append(
        tokenizer.encode(sample.text, pair: sample.textPair, maxLength: maxLength),
        label: sample.label)
    }
  }

  /// Appends a sample.
  mutating func append(_ encoding: Encoding, label: Int) {
    ids += encoding.tokens
    types += encoding.tokenTypes
    ends.append(ids.count)
    labels.append(label)
  }

  /// Fails on a sample that the encoder cannot read.
  func check(_ encoder: Encoder) throws(ModelError) {
    for position in labels.indices {
      let range = range(position)
      try encoder.check(tokens: ids[range], tokenTypes: types[range])
    }
  }

  /// Tokens of all samples.
  var tokens: Int { ids.count }

  /// Tokens of the sample at `position`.
  func length(_ position: Int) -> Int { range(position).count }

  /// Tokens of the samples at `positions`.
  func tokens(of positions: some Sequence<Int>) -> Int {
    positions.reduce(0) { $0 + length($1) }
  }

  /// The samples at `positions` as one batch.
  ///
  /// - Parameter longest: samples with more tokens lose those before their last, which closes a sequence; nil: none.
  func batch(_ positions: some Sequence<Int>, longest: Int? = nil) -> PackedBatch {
    var batch = PackedBatch()
    for position in positions {
      let range = range(position)
      let label = Int32(labels[position])
      if let longest, range.count > longest, longest > 1 {
        let kept = range.prefix(longest - 1) + [range.upperBound - 1]
        batch.append(
          tokens: kept.map { ids[$0] }, tokenTypes: kept.map { types[$0] }, label: label)
      } else {
        batch.append(tokens: ids[range], tokenTypes: types[range], label: label)
      }
    }
    return batch
  }

  /// Batches of up to `size` samples of similar length, for passes whose order does not matter.
  func batchesByLength(_ positions: [Int], size: Int) -> [[Int]] {
    positions
      .sorted { (length($0), $0) < (length($1), $1) }
      .cut(into: size)
  }

  private func range(_ position: Int) -> Range<Int> {
    (position == 0 ? 0 : ends[position - 1])..<ends[position]
  }
}
