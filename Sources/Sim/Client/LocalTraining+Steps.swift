import Plain
import Transformer

extension LocalTraining {
  /// Trains phase by phase.
  ///
  /// Ends at the first loss that is not finite: nothing that comes after it can be used.
  ///
  /// - Parameters:
  ///   - rules: what changes a step, in order.
  ///   - random: deals the samples anew for each epoch; nil: they are visited as they are sorted.
  /// - Returns: false when the run is being stopped.
  func run(
    _ phases: [Phase], rules: [any LocalRule] = [], optimizer: Optimizer, keepsMoments: Bool,
    shuffled random: CounterRandom?
  ) -> Bool {
    var random = random
    defer { session.narrow(to: nil) }
    // A measurement that was made before stands; else the first step's passes give a glimpse, for the picture alone.
    let isMeasured = !diagonal.isEmpty
    for (index, phase) in phases.enumerated() {
      var moments =
        (keepsMoments ? state.moments(ofPhase: index) : nil)
        ?? OptimizerState(count: parameters.count)
      let live = phase.live.intersection(live)
      session.narrow(to: live)
      for epoch in 0..<phase.epochs {
        if random != nil { random = deal(random) }
        for batch in batches.indices where fault == nil {
          guard gate.mayContinue() else { return false }
          let gathers = !isMeasured && index + epoch == 0 && (gathersFisher || steps == 0)
          takeGradient(batch, gathers: gathers)
          if index + epoch == 0 { keepLosses(ofBatch: batch) }
          guard fault == nil else { break }
          rules.forEach { $0.correct(self) }
          optimizer.update(
            &parameters, gradient: gradient, state: &moments, live: live,
            learningRate: phase.learningRate)
          steps += 1
          tokens += batches[batch].tokens.count
          rules.forEach { $0.stepped(self) }
        }
      }
      if keepsMoments { state.keep(moments, ofPhase: index) }
    }
    if !isMeasured, squaredSamples > 0 {
      let scale = 1 / Float(squaredSamples)
      diagonal = squares.map { $0 * scale }
    }
    return true
  }

  /// Loss and gradient of a batch, and a fault when the loss is not finite.
  private func takeGradient(_ index: Int, gathers: Bool) {
    let batch = batches[index]
    let term = pooledLoss?(self, batch)
    if gathers {
      if squares.isEmpty { squares = [Float](repeating: 0, count: parameters.count) }
      session.gradient(
        batch, parameters: parameters, into: &gradient, diagonal: &squares, pooledLoss: term)
      keepTraces(ofBatch: index)
      squaredSamples += batch.count
    } else {
      session.gradient(batch, parameters: parameters, into: &gradient, pooledLoss: term)
    }
    work.trained(batch)
    lossSum += session.meanLoss
    guard lossSum.isFinite else {
      fault = NumericFault(
        step: steps + 1, parameters: parameters, gradient: gradient, encoder.layout)
      return
    }
  }
}

extension ClientState {
  /// The optimiser's moments that phase `index` of an earlier round left; nil when there are none.
  func moments(ofPhase index: Int) -> OptimizerState? {
    guard let first = vectors["moments.first.\(index)"],
      let second = vectors["moments.second.\(index)"],
      let step = numbers["moments.step.\(index)"].flatMap(Int.init(exactly:)), step >= 0
    else { return nil }
    var moments = OptimizerState(count: 0)
    (moments.first, moments.second, moments.step) = (first, second, step)
    return moments
  }

  mutating func keep(_ moments: OptimizerState, ofPhase index: Int) {
    vectors["moments.first.\(index)"] = moments.first
    vectors["moments.second.\(index)"] = moments.second
    numbers["moments.step.\(index)"] = Double(moments.step)
  }

  /// The vectors of the moments of `phases` phases over `count` parameters.
  static func momentFields(phases: Int, count: Int) -> [StateField] {
    (0..<phases).flatMap { index in
      ["first", "second"].map { StateField("moments.\($0).\(index)", count: count) }
    }
  }
}
