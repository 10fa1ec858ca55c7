import Metrics
import Transformer

extension MethodRecipe {
  /// AdaLoRA (arXiv 2303.10512), with the server in charge of the budget.
  static let adaLoRA = MethodRecipe(
    name: "adalora",
    summary:
      "LoRA as P·Λ·Q; the server turns off the least important triplets of all maps, ever more of them, by scores that "
      + "clients send.",
    source: "arXiv 2303.10512, ICLR 2023",
    settings: LoRAModules.settings
      + Setting.of(
        \.adaTargetRank, \.adaWarmup, \.adaFinal, \.adaOrthogonality, \.adaBeta1, \.adaBeta2),
    firstValues: [
      "lora.rank": .integer(12), "lora.alpha": .number(48), "train.learning_rate": .number(0.01),
    ],
    card: MethodCard(
      trains: "P, Λ and Q, head",
      travels: "all that is trained; up a score a triplet too",
      keeps: "each client two means a parameter",
      text: """
        The change of a weight has the form of a singular value decomposition, P·Λ·Q, and its rank is not the same
        everywhere. A triplet is a column of P, a value of Λ and a row of Q. Clients measure how important each is: of
        every parameter the mean of |w·∂w| and the mean of how far it strays, multiplied; for a triplet that of its λ
        plus the means over its column and its row. They send these scores, r a map. The server averages P, Λ and Q
        entry by entry and the scores by data, and sets Λ to zero for all but the b(t) best triplets of all maps. Their
        directions stay, so that a triplet can come back in the next round's training.

        b falls from r to the target in a cubic curve between a warm-up and the last part of the run, in which the
        choice is final: what is off stays off. A client keeps its means between rounds. A term
        in the loss holds P and Q near orthogonal; averaging does not keep them so, and the term stays on.

        Of 24 maps from rank 12 to 8 with t_i = 500, t_f = 1500, T = 3000 the budget is 288 at step 500, 287 at 501,
        232 at 750, 204 at 1000, 193 at 1250 and 192 from 1499 on. For P = [[1, 0], [0, 0.5], [0, 0.5]] and
        Q = [[0.6, 0.8, 0], [0, 0, 1.1]] the norms of the term are 0.5 and 0.21.
        """,
      equations: """
        y = W·x + α/(r + 1e-5)·P·Λ·Q·x
        ℓ + γ·mean of ‖PᵀP − I‖_F and ‖QQᵀ − I‖_F over all factors
        I = |w·∂w|; Ī ← β₁·Ī + (1 − β₁)·I; Ū ← β₂·Ū + (1 − β₂)·|I − Ī|; s(w) = Ī·Ū
        S_i = s(λ_i) + mean_j s(Q_ij) + mean_j s(P_ji)
        b(t) = b_T + (b_0 − b_T)·(1 − (t − t_i)/(T − t_i − t_f))³
        """,
      departures: """
        The paper trains in one place and counts steps; a round is a step of the budget here, and the shares of the
        warm-up and of the last part are those of the rounds. Server and clients dividing the work is ours.

        P and Q start small, and Λ at zero: the first values of train.learning_rate and of the scale are twice those of
        fedavg-lora.

        A triplet that is off between two choices of the server takes part in training, as between two maskings of the
        paper. The gradient in a score is that before clipping.
        """)
  ) { settings throws(SettingsError) in
    let lora = try LoRAModules(settings).refusing(
      [.magnitudes, .patterns, .root], "its P·Λ·Q have a scale of their own and choose their ranks")
    let target = settings.adaTargetRank > 0 ? settings.adaTargetRank : (2 * lora.rank + 2) / 3
    guard target <= lora.rank else {
      throw .conflict(
        "adalora.target_rank = \(target) is above lora.rank = \(lora.rank), which it starts from")
    }
    guard settings.adaWarmup + settings.adaFinal < 1 else {
      throw .conflict("adalora.warmup and adalora.final leave no round in which the rank falls")
    }
    let schedule = RankSchedule(
      initial: lora.rank, target: target, warmup: settings.adaWarmup, tail: settings.adaFinal)
    return Method(
      modules: TripletModules(lora: lora), exchange: EverythingTravels(settings),
      rules: [
        TripletScores(
          schedule: schedule, orthogonality: settings.adaOrthogonality, beta1: settings.adaBeta1,
          beta2: settings.adaBeta2)
      ], server: BudgetedAveraging(schedule: schedule), mayBePersonal: [])
  }
}

/// LoRA as P·Λ·Q.
struct TripletModules: ModuleInPlaceOfLoRA {
  var lora: LoRAModules

  var module: any EncoderModule {
    AdaptiveLoRA(rank: lora.rank, alpha: lora.scale.alpha, sites: lora.sites)
  }
}

/// How many triplets are live over the rounds of a run.
struct RankSchedule: Sendable {
  /// Rank of a map at first, and mean rank at last.
  var initial: Int
  var target: Int
  /// Shares of the rounds before the rank falls, and after it.
  var warmup: Double
  var tail: Double

  /// The budget of `maps` maps in a run of `rounds` rounds.
  func budget(maps: Int, rounds: Int) -> TripletBudget {
    TripletBudget(
      initial: maps * initial, target: maps * target, warmup: Int(warmup * Double(rounds)),
      tail: Int(tail * Double(rounds)), total: rounds)
  }
}

/// The number of live triplets of all maps at each step (arXiv 2303.10512, equation 12).
struct TripletBudget: Sendable {
  /// b₀ and b_T.
  var initial: Int
  var target: Int
  /// t_i, t_f and T.
  var warmup: Int
  var tail: Int
  var total: Int

  /// b(t).
  func triplets(at step: Int) -> Int {
    if step <= warmup { return initial }
    if step >= total - tail { return target }
    let rest = 1 - Double(step - warmup) / Double(total - warmup - tail)
    return Int(Double(target) + Double(initial - target) * rest * rest * rest)
  }

  /// Whether the choice is made anew at this step.
  func chooses(at step: Int) -> Bool { step > warmup && step <= max(warmup + 1, total - tail) }

  /// Whether the choice was made for good before this step.
  func isFinal(at step: Int) -> Bool { step > max(warmup + 1, total - tail) }
}

extension SettingKeys {
  var adaTargetRank: SettingKey<Int> {
    .integer(
      "adalora.target_rank", 0, in: 0...1024,
      "Mean rank at the end; 0: two thirds of lora.rank, which is the first.")
  }
  var adaWarmup: SettingKey<Double> {
    .number("adalora.warmup", 0.15, in: 0...1, "Share of the rounds before the rank falls.")
  }
  var adaFinal: SettingKey<Double> {
    .number("adalora.final", 0.4, in: 0...1, "Share of the rounds after it.")
  }
  var adaOrthogonality: SettingKey<Double> {
    .number("adalora.orthogonality", 0.1, in: 0...1000, "Weight γ of the orthogonality of P and Q.")
  }
  var adaBeta1: SettingKey<Double> {
    .number("adalora.beta1", 0.85, in: 0...0.9999, "Decay β₁ of the mean of |w·∂w|.")
  }
  var adaBeta2: SettingKey<Double> {
    .number("adalora.beta2", 0.85, in: 0...0.9999, "Decay β₂ of the mean of how far it strays.")
  }
}
