/// A sign of how a method itself is doing, beside losses and accuracies: what the paper names as ways to fail (an inaccurate
/// Fisher, a curriculum that is not calibrated, a choice of layers that makes links the bottleneck), as numbers of a round.
///
/// Each comes of passes that are made anyway; docs/methods.md, "Diagnosis", has how.
public enum Sign: String, Sendable, Codable, CaseIterable {
  /// Share of the chosen layers that would be chosen by what each layer itself amplifies.
  case chosenLayers = "chosen_layers"
  /// Rank correlation of a client's order of samples with their losses now.
  case orderLoss = "order_loss"
  /// Total variation between the labels of the samples in use and the client's.
  case labelShift = "label_shift"
  /// The same of ordered clients, less what a share drawn at random would have on average.
  case labelExcess = "label_excess"
  /// Share of all steps so far that were taken at under a tenth of the first learning rate.
  case lateSteps = "late_steps"
  /// Mean learning rate, over the first one, of steps on the harder half of a client's order so far.
  case hardRate = "hard_rate"
  /// Difference of the mean trace between two halves of the samples measured, over their sum.
  case traceSpread = "trace_spread"
  /// Share of the trace that the task head has.
  case headShare = "head_share"
  /// Share of the live neurons that the mask exchanges for the next participation.
  case maskChange = "mask_change"
  /// Share of the Fisher information that the parameters have which travel.
  case travellingFisher = "travelling_fisher"
  /// Rounds since the median client took part, where clients keep parameters of their own.
  case staleness
  /// Personal minus global accuracy.
  case personalGap = "personal_gap"
  /// Share of the slowest client's virtual time that its links take.
  case linkShare = "link_share"
  /// Bytes so far for each point of accuracy gained.
  case price = "bytes_per_point"
}

extension Sign {
  /// A value beyond which something is wrong.
  public enum Bound: Sendable, Equatable {
    /// Wrong above it.
    case above(Double)
    /// Wrong below it.
    case below(Double)
    /// Only told.
    case none
  }

  /// Where it begins to be wrong.
  public var bound: Bound {
    switch self {
    case .chosenLayers: .below(0.5)
    case .orderLoss: .below(0.2)
    case .labelExcess: .above(0.1)
    case .lateSteps: .above(0.08)
    case .hardRate: .below(0.5)
    case .traceSpread: .above(0.25)
    case .headShare: .above(0.9)
    case .maskChange: .above(0.4)
    case .travellingFisher: .below(0.2)
    case .staleness: .above(25)
    case .personalGap: .below(-0.005)
    case .labelShift, .linkShare, .price: .none
    }
  }

  /// How far `value` is beyond the bound, in bounds: 0 at it, negative on the good side; nil where there is none.
  public func severity(_ value: Double) -> Double? {
    switch bound {
    case .above(let bound): (value - bound) / bound
    case .below(let bound): (bound - value) / abs(bound)
    case .none: nil
    }
  }

  /// Whether what a round says is itself an account of all rounds so far; else their mean is judged.
  public var isCumulative: Bool {
    switch self {
    case .chosenLayers, .lateSteps, .hardRate, .price: true
    default: false
    }
  }

  /// Rounds that must have said something before it is judged.
  ///
  /// What the first rounds say of orders and traces is said of factors that have hardly been trained.
  public var patience: Double {
    switch self {
    case .orderLoss, .headShare: 10
    default: isCumulative ? 1 : 5
    }
  }

  /// What it is, in a few words.
  public var title: String {
    switch self {
    case .chosenLayers: "layer choice"
    case .orderLoss: "order against losses"
    case .labelShift: "labels of the share"
    case .labelExcess: "labels beyond chance"
    case .lateSteps: "steps at the end of the rate"
    case .hardRate: "rate on the harder half"
    case .traceSpread: "spread of the traces"
    case .headShare: "head's share of the traces"
    case .maskChange: "change of the masks"
    case .travellingFisher: "Fisher that travels"
    case .staleness: "age of local parameters"
    case .personalGap: "personal minus global"
    case .linkShare: "time on links"
    case .price: "bytes for a point"
    }
  }

  /// What a value beyond the bound means.
  public var meaning: String {
    switch self {
    case .chosenLayers:
      "the global layers are those in which the noise of all layers below has built up, not those that amplify it "
        + "themselves"
    case .orderLoss:
      "the samples that come late are not those with large losses: the order is close to chance"
    case .labelShift:
      "how far the labels of the samples in use are from those of the client; so few samples differ by chance too"
    case .labelExcess:
      "the samples in use have other labels than a random share would: the order tells labels apart, not hard from easy"
    case .lateSteps:
      "many steps are taken when the learning rate has all but gone"
    case .hardRate:
      "the harder half of the data comes into use when most of the learning rate is gone"
    case .traceSpread:
      "two halves of the same data disagree on its Fisher information: too few samples are measured"
    case .headShare:
      "difficulties are mostly those of the task head, which is random at first"
    case .maskChange:
      "masks change so much from one participation to the next that local neurons are hardly trained twice"
    case .travellingFisher:
      "most of what the data asks of the parameters stays on the clients"
    case .staleness:
      "local parameters were trained beside global ones that have long moved on"
    case .personalGap:
      "clients answer worse with the parameters they kept than the server does without them"
    case .linkShare:
      "the part of a round's virtual time in which its slowest client sends and receives: what fewer bytes would save"
    case .price:
      "what accuracy costs on the wire"
    }
  }

  /// Which setting to turn.
  public var remedy: String {
    switch self {
    case .chosenLayers: "gal.score = own, or gal.layers"
    case .orderLoss:
      "curriculum.score = warm, or participation, whose order gets better each time a client takes part"
    case .labelShift, .labelExcess: "curriculum.balance = label"
    case .lateSteps: "train.schedule = paced or constant"
    case .hardRate: "train.schedule = paced, curriculum.end lower, curriculum.beta higher"
    case .traceSpread: "mask.gamma higher, mask.measure = epoch"
    case .headShare: "curriculum.trace = modules, or curriculum.score = warm"
    case .maskChange: "mask.gamma higher, mask.refresh = init"
    case .travellingFisher: "gal.count higher"
    case .staleness: "federation.cohort higher, or evaluation.local = fresh"
    case .personalGap: "evaluation.local = fresh, gal.count higher, mask.sparsity lower"
    case .linkShare: "gal.count lower, lora.rank lower, smaller messages"
    case .price: "gal.count lower, lora.rank lower"
    }
  }

  /// The value as people read it.
  public func text(_ value: Double) -> String {
    switch self {
    case .orderLoss: Units.fixed(value, 2)
    case .staleness: "\(Units.fixed(value, 0)) rounds"
    case .personalGap: "\(Units.fixed(100 * value, 1)) points"
    case .price: "\(Units.bytes(Int(max(0, min(value, 1e15)))))"
    default: Units.percent(value)
    }
  }

  /// The bound as people read it; empty where there is none.
  public var boundText: String {
    switch bound {
    case .above(let bound): "at most \(text(bound))"
    case .below(let bound): "at least \(text(bound))"
    case .none: ""
    }
  }
}
