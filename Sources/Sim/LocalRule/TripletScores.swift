import Transformer

/// AdaLoRA on a client: P and Q are held near orthogonal, and the importance of every triplet is measured and sent
/// (arXiv 2303.10512, section 3).
struct TripletScores: LocalRule {
  var schedule: RankSchedule
  /// Weight γ of the penalty.
  var orthogonality: Double
  /// Decays β₁ and β₂ of the two means.
  var beta1: Double
  var beta2: Double

  /// The means Ī, then Ū, a value a parameter.
  static let means = "adalora.means"
  /// The scores in a message: a value a triplet, in layout order.
  static let scores = "scores"

  func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField] {
    [StateField(Self.means, count: 2 * layout.count)]
  }

  /// Once the choice is final, what is off stays off.
  func begin(_ training: LocalTraining) {
    let layout = training.encoder.layout
    if training.state.vectors[Self.means] == nil {
      training.state.vectors[Self.means] = [Float](repeating: 0, count: 2 * layout.count)
    }
    let maps = layout.triplets
    let budget = schedule.budget(maps: maps.count, rounds: training.plan.settings.rounds)
    guard budget.isFinal(at: training.plan.round) else { return }
    let off = maps.flatMap { $0.values.range.filter { training.parameters[$0] == 0 } }
    var live: [Range<Int>] = []
    var next = 0
    for index in off {
      if next < index { live.append(next..<index) }
      next = index + 1
    }
    if next < layout.count { live.append(next..<layout.count) }
    training.live = training.live.intersection(live)
  }

  /// Adds the penalty's gradient.
  func correct(_ training: LocalTraining) {
    guard orthogonality > 0 else { return }
    training.parameters.withUnsafeBufferPointer { parameters -> Void in
      training.gradient.withUnsafeMutableBufferPointer { gradient -> Void in
        guard let values = parameters.baseAddress, let target = gradient.baseAddress else { return }
        _ = training.session.orthogonality(
          values, weight: Float(orthogonality), addingTo: target)
      }
    }
  }

  /// Takes the step into the means.
  func stepped(_ training: LocalTraining) {
    let (keep, keepStray) = (Float(beta1), Float(beta2))
    let count = training.parameters.count
    training.parameters.withUnsafeBufferPointer { parameters -> Void in
      training.gradient.withUnsafeBufferPointer { gradient -> Void in
        _ = training.state.vectors[Self.means]?.withUnsafeMutableBufferPointer { means in
          for index in 0..<count {
            let sensitivity = abs(parameters[index] * gradient[index])
            let mean = keep * means[index] + (1 - keep) * sensitivity
            means[index] = mean
            means[count + index] =
              keepStray * means[count + index] + (1 - keepStray) * abs(sensitivity - mean)
          }
        }
      }
    }
  }

  /// A score a triplet.
  func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int {
    layout.triplets.reduce(0) { $0 + $1.values.count }
  }

  /// Sends the scores.
  func end(_ training: LocalTraining) {
    let means = training.state.vectors[Self.means] ?? []
    training.sent.add(Self.scores, Self.importance(means, training.encoder.layout))
  }

  /// S = s(λ) + mean s over the row of Q + mean s over the column of P, for each triplet.
  static func importance(_ means: [Float], _ layout: ParameterLayout) -> [Float] {
    func score(_ index: Int) -> Double {
      Double(means[index]) * Double(means[layout.count + index])
    }
    return layout.triplets.flatMap { map in
      (0..<map.values.count).map { unit in
        let inQ = (0..<map.q.columns).reduce(0.0) {
          $0 + score(map.q.offset + unit * map.q.columns + $1)
        }
        let inP = (0..<map.p.rows).reduce(0.0) {
          $0 + score(map.p.offset + $1 * map.p.columns + unit)
        }
        return Float(
          score(map.values.offset + unit) + inQ / Double(map.q.columns) + inP / Double(map.p.rows))
      }
    }
  }
}

/// Where the triplets of one linear map lie.
struct TripletMap {
  /// Q [r, in], Λ [r] and P [out, r].
  let q: ParameterSegment
  let values: ParameterSegment
  let p: ParameterSegment
}

extension ParameterLayout {
  /// The maps with triplets, in layout order.
  var triplets: [TripletMap] {
    segments.indices.dropLast(2).compactMap { index in
      let (q, values, p) = (segments[index], segments[index + 1], segments[index + 2])
      return q.role == .loraA && values.role == .added && p.role == .loraB
        ? TripletMap(q: q, values: values, p: p) : nil
    }
  }
}
