import Metrics

extension DataOrder {
  /// The difficulties that are known, by position in the training split.
  ///
  /// - Parameter samples: the client's, in its own order.
  func difficulties(of samples: [Int]) -> [Int: Double] {
    guard let values = scores?.values else { return [:] }
    return zip(samples, values).reduce(into: [:]) { known, sample in
      // What is below 0 is not known.
      if sample.1 >= 0, sample.1.isFinite { known[sample.0] = Double(sample.1) }
    }
  }
}

extension ClientReport {
  /// Tells how hard a client's samples are, where that is new, and how far those reach that it uses.
  ///
  /// - Parameters:
  ///   - order: its data as it stands now; nil: it was never ordered.
  ///   - samples: the client's, in its own order.
  ///   - isNew: whether the difficulties may be others than were told before.
  mutating func tell(_ order: DataOrder?, of samples: [Int], isNew: Bool) {
    guard let order else { return }
    let known = order.difficulties(of: samples)
    if isNew { difficulties = DifficultyHistogram(known) }
    let used = order.batches.prefix(batchesUsed).joined().compactMap { known[$0] }
    guard let low = used.min(), let high = used.max() else { return }
    difficultyUsed = [low, high].map(DifficultyHistogram.cut)
  }
}
