/// How attention is cut into tiles.
struct AttentionTiling {
  /// A sample with fewer keys is done with whole rows of them, one product a head.
  ///
  /// With AVX-512 and heads of 32 and 64 values, against OpenBLAS's SkylakeX kernels, tiles are 1.2 times as fast at 128
  /// keys, 1.4 to 1.5 times from 192 on, and 1.0 to 1.2 times below, where attention is a few per cent of a step: not worth
  /// other last digits for short texts.
  var shortest = 128
  /// Queries of a tile, a multiple of 16, and its keys: two tiles of scores and what they are made of fit the first cache
  /// or nearly so, and other sizes from 32 to 128 queries and 64 to 512 keys differ by a few per cent.
  var queries = 64
  var keys = 128

  /// Whether a sample's attention is done in tiles.
  @inline(__always)
  func cuts(_ tape: LayerTape, _ sample: Int) -> Bool {
    tape.prefixKeys.rows + tape.spans[sample].count >= shortest
  }

  /// Whether that of any sample is.
  func isUsed(_ spans: SequenceSpans, prefix: Int) -> Bool {
    (0..<spans.count).contains { prefix + spans[$0].count >= shortest }
  }
}
