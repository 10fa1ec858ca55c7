/// What a run is, told once at its start.
public struct RunStarted: Sendable, Equatable, Codable {
  /// Name of the run: the stem of its file under `runs/`.
  public var run: String
  /// Every setting by its dotted key (`section.key`), as it is in force.
  public var config: [String: ConfigValue]
  /// Registry name of the method.
  public var method: String
  /// Name of the data set.
  public var data: String
  /// The encoder being trained.
  public var model: ModelCard
  /// Rounds the run is to last.
  public var rounds: Int
  /// Training samples of each client; the index is the client; empty with more than `mostClients`.
  public var clientSamples: [Int]
  /// Training batches of each client; empty with more than `mostClients`.
  public var clientBatches: [Int]
  /// Label skew: the share of each client's most frequent label, from 1 / labels to 1; empty with more than `mostClients`.
  public var clientSkew: [Double]
  /// Values that may change while the run is live.
  public var knobs: [Knob]
  /// What `accuracy` is a share of in the run's records, or what stands in its place; nil: accuracy, as in older records.
  public var score: Score?
  /// Accuracy of always answering the majority class of the held-out split; nil when there is none.
  public var majorityAccuracy: Double?
  /// Accuracy of always answering each client's own majority class, the floor under personalised accuracy; nil when there
  /// is no held-out split, and in records of older versions.
  public var majorityPersonal: Double?
  /// Bytes one client sends in one direction when all its LoRA layers travel: the baseline of the byte ledger.
  public var denseBytes: Int
  /// Training tokens over all clients: one pass.
  public var tokens: Int
  /// The run and round this one was branched from, if any.
  public var parent: Parent?
  /// SHA-256 of who has which sample; nil in records of older versions.
  public var partitionHash: String?
  /// Training samples of each client by label; nil where that is more than 100,000 numbers, and in records of older versions.
  public var clientLabels: [[Int]]?
  /// Names of the labels, by index; nil where `clientLabels` is, and in records of older versions.
  public var labelNames: [String]?
  /// Clients that never train; nil: none.
  public var unseen: [Int]?

  /// How many clients a run tells the samples of: a million would be megabytes that say little.
  public static let mostClients = 100_000

  /// How many clients there are.
  public var clientCount: Int {
    guard clientSamples.isEmpty, case .integer(let count)? = config["federation.clients"] else {
      return clientSamples.count
    }
    // A number in a file that somebody may have edited.
    return min(max(0, count), Self.manyClients)
  }

  /// More than any run has.
  private static let manyClients = 1_000_000

  /// Where a forked run began.
  public struct Parent: Sendable, Equatable, Codable {
    /// Name of the parent run.
    public var run: String
    /// Last round shared with the parent.
    public var round: Int

    /// Makes a parent reference.
    public init(run: String, round: Int) {
      self.run = run
      self.round = round
    }
  }

  /// Makes the event; see the properties.
  public init(
    run: String, config: [String: ConfigValue], method: String, data: String, model: ModelCard,
    rounds: Int, clientSamples: [Int], clientBatches: [Int], clientSkew: [Double], knobs: [Knob],
    majorityAccuracy: Double?, majorityPersonal: Double? = nil, denseBytes: Int, tokens: Int,
    parent: Parent? = nil, partitionHash: String? = nil, clientLabels: [[Int]]? = nil,
    labelNames: [String]? = nil, unseen: [Int]? = nil, score: Score? = nil
  ) {
    self.run = run
    self.config = config
    self.method = method
    self.data = data
    self.model = model
    self.rounds = rounds
    self.clientSamples = clientSamples
    self.clientBatches = clientBatches
    self.clientSkew = clientSkew
    self.knobs = knobs
    self.majorityAccuracy = majorityAccuracy
    self.majorityPersonal = majorityPersonal
    self.denseBytes = denseBytes
    self.tokens = tokens
    self.parent = parent
    self.partitionHash = partitionHash
    self.clientLabels = clientLabels
    self.labelNames = labelNames
    self.unseen = unseen
    self.score = score
  }

  enum CodingKeys: String, CodingKey {
    case run, config, method, data, model, rounds, knobs, tokens, parent, unseen, score
    case clientSamples = "client_samples"
    case clientBatches = "client_batches"
    case clientSkew = "client_skew"
    case majorityAccuracy = "majority_accuracy"
    case majorityPersonal = "majority_personal"
    case denseBytes = "dense_bytes"
    case partitionHash = "partition_hash"
    case clientLabels = "client_labels"
    case labelNames = "label_names"
  }
}

/// The encoder of a run, in numbers.
public struct ModelCard: Sendable, Equatable, Codable {
  /// Name or path it was asked for by.
  public var name: String
  /// Encoder layers.
  public var layers: Int
  /// Hidden width.
  public var hidden: Int
  /// All parameters of the encoder.
  public var parameters: Int
  /// Parameters that the method trains.
  public var trainable: Int
  /// Names of the trained modules, in order: the columns of the Fisher heatmap.
  public var modules: [String]

  /// Makes a card; see the properties.
  public init(
    name: String, layers: Int, hidden: Int, parameters: Int, trainable: Int, modules: [String]
  ) {
    self.name = name
    self.layers = layers
    self.hidden = hidden
    self.parameters = parameters
    self.trainable = trainable
    self.modules = modules
  }
}

/// A value that may change while a run is live.
public struct Knob: Sendable, Equatable, Codable {
  /// Key used by commands, such as `sparsity`.
  public var name: String
  /// What people call it, such as `sparsity ρ`.
  public var label: String
  /// Value in force.
  public var value: Double
  /// Smallest value allowed.
  public var minimum: Double
  /// Largest value allowed.
  public var maximum: Double
  /// What one key press adds or takes; for `scale == .logarithmic` the factor.
  public var step: Double
  /// How a key press moves the value.
  public var scale: Scale

  /// How a key press moves a knob.
  public enum Scale: String, Sendable, Codable {
    /// By addition of `step`.
    case linear
    /// By multiplication with `step`.
    case logarithmic
  }

  /// Makes a knob; see the properties.
  public init(
    name: String, label: String, value: Double, minimum: Double, maximum: Double, step: Double,
    scale: Scale = .linear
  ) {
    self.name = name
    self.label = label
    self.value = value
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
    self.scale = scale
  }

  /// The value one press up (`direction` 1) or down (-1) from `current`, inside the bounds.
  public func moved(from current: Double, direction: Int) -> Double {
    let next =
      switch scale {
      case .linear: current + Double(direction) * step
      case .logarithmic: direction >= 0 ? current * step : current / step
      }
    // Steps such as 0.05 are not exact in binary: keep the value on a grid a person would type.
    let grid = scale == .linear ? (next / step).rounded() * step : next
    let digits = (grid * 1e9).rounded() / 1e9
    return min(maximum, max(minimum, digits))
  }
}

/// One value of a configuration.
public enum ConfigValue: Sendable, Equatable, Codable {
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// Text.
  case text(String)

  /// Reads a value of whichever kind the data holds.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes the bare value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    }
  }
}

extension ConfigValue {
  /// Whether both mean the same; a whole number is equal to itself in either form, for JSON has only one.
  public static func == (left: ConfigValue, right: ConfigValue) -> Bool {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): left == right
    case (.text(let left), .text(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
      Int(exactly: number) == whole
    default: false
    }
  }
}

extension ConfigValue: CustomStringConvertible {
  /// The value as a person would type it.
  public var description: String {
    switch self {
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): value
    }
  }

  /// The value as text that is the same for values that are equal, whether just set or read from JSON.
  public var plainText: String {
    guard case .number(let number) = self, let whole = Int(exactly: number) else {
      return description
    }
    return String(whole)
  }
}
