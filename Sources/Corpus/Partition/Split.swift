import Plain

/// Which samples of a data set each client trains on, and which it is tested on.
public struct Split: Sendable, Equatable {
  /// Positions among the training samples, by client, ascending.
  public var train: [[Int]]
  /// Positions among the held-out samples, by client, ascending.
  public var test: [[Int]]

  /// Makes a split; both have an entry a client.
  public init(train: [[Int]], test: [[Int]]) {
    self.train = train
    self.test = test
  }

  /// SHA-256 of who has which sample, whatever the samples are.
  ///
  /// The bytes are two lines a client, `train` and `test`, each with the positions behind it, by blanks.
  public var sha256: String {
    var digest = SHA256()
    for (train, test) in zip(train, test) {
      var line = "train"
      for position in train { line += " \(position)" }
      line += "\ntest"
      for position in test { line += " \(position)" }
      line += "\n"
      line.withUTF8 { digest.update(UnsafeRawBufferPointer($0)) }
    }
    return digest.finish()
  }
}
