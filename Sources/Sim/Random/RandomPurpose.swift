import Plain

/// What a random draw is for; part of the key of its generator, so that no two uses share a stream.
public enum RandomPurpose: UInt32, Sendable {
  /// Resamples of a comparison of runs; away from the others, which are counted on in order.
  case bootstrap = 1000
  /// First values of the trained parameters.
  case parameters = 1
  /// Division of the samples over clients.
  case partition
  /// Division of the test samples over clients.
  case testPartition
  /// Which clients take part in a round.
  case cohort
  /// How a client's samples are dealt into batches in an epoch.
  case shuffle
  /// Whether a client drops out of a round.
  case dropout
  /// Speed of a client on the virtual clock.
  case speed
  /// Random pairs for the estimate of a Lipschitz constant.
  case lipschitz
  /// Probe vector of a Lanczos run.
  case lanczos
  /// Random order of layers, an ablation.
  case layers
  /// A client's order of samples before it is cut into batches: of drawn batches, and of the random ablation.
  case samples
  /// Which tokens a masked-language model must guess.
  case masking
  /// Sentences to pre-train on.
  case sentences
  /// Which clients score layers.
  case scorers
  /// Which neurons of a client stay live, an ablation.
  case neurons
  /// Rounding of what travels in eight bits.
  case rounding
  /// Noise on the mean of a cohort.
  case privacy
  /// Factors with which LoRA starts anew in a round.
  case restart
  /// The rank of a client's low-rank factors.
  case ranks
  /// Words that stand in for source prompts.
  case sourcePrompts
  /// Values that a search tries.
  case search
  /// Which clients never train.
  case unseen
  /// Which client has which device.
  case devices
}

extension CounterRandom {
  /// Makes the stream of one use.
  public init(
    seed: UInt64, purpose: RandomPurpose, round: Int = 0, client: Int = 0, batch: Int = 0
  ) {
    self.init(
      seed: seed, purpose: purpose.rawValue, round: round, client: client, batch: batch)
  }
}
