extension Federation {
  /// About what a run of these settings costs, to be compared with another's: tokens that its clients will pass, times the
  /// values of the encoder.
  public var predictedWork: Double {
    let tokens = Double(train.tokens(of: Array(0..<train.labels.count)))
    let share = Double(min(settings.cohort, settings.clients)) / Double(max(1, settings.clients))
    let passes = Double(settings.rounds * settings.localEpochs)
    return tokens * share * passes * Double(encoder.weights.parameterCount)
  }
}
