/// The segments that get a gradient in a pass, and how far down the backward pass goes for them.
final class LiveSegments {
  /// One a segment of the layout.
  let flags: UnsafeMutablePointer<Bool>
  /// The lowest place where one of them acts.
  private(set) var lowest: BackwardStage

  private let encoder: Encoder

  /// All that is trained.
  init(_ encoder: Encoder) {
    self.encoder = encoder
    flags = .allocate(capacity: encoder.stages.count)
    lowest = .head(layers: encoder.configuration.layers)
    narrow(to: nil)
  }

  deinit { flags.deallocate() }

  /// The trained segments that touch `ranges`, or all when nil.
  func narrow(to ranges: [Range<Int>]?) {
    lowest = .head(layers: encoder.configuration.layers)
    for (index, segment) in encoder.layout.segments.enumerated() {
      let isLive =
        !segment.isHeld && (ranges?.contains { $0.overlaps(segment.range) } ?? true)
      flags[index] = isLive
      if isLive { lowest = min(lowest, encoder.stages[index]) }
    }
  }
}
