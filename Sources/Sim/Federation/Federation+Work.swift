extension Federation {
  /// About what a run of these settings costs, to be compared with another's: tokens that its clients will pass, times the
  /// values of the encoder.
  public var predictedWork: Double {
    let share = Double(settings.cohort) / Double(max(1, settings.clients))
    let passes = Double(settings.rounds * settings.localEpochs)
    return Double(train.tokens) * share * passes * Double(encoder.weights.parameterCount)
  }
}
