import Plain

extension Dataset {
  /// Changes some of the training labels, each to one of the others: what mistakes of annotators do to a method.
  ///
  /// Which are changed and to what depends on the seed and on the sample's place alone. What is held out stays as it is.
  ///
  /// - Parameter share: chance of each training sample, from 0 to 1; at 0 nothing is changed or said.
  public mutating func changeLabels(of share: Double, seed: UInt64) {
    guard share > 0, labelNames.count > 1 else { return }
    var changed = 0
    for index in train.indices {
      var draws = SplitMix64(keys: seed, 0x6e6f697365, UInt64(index))
      guard draws.uniform() < share else { continue }
      train[index].label =
        (train[index].label + 1 + draws.below(labelNames.count - 1)) % labelNames.count
      changed += 1
    }
    notes.append("\(changed) of \(train.count) training labels were changed (data.label_noise)")
  }
}
