/// Something a person asks of a live run: the one thing that travels down to the simulator.
///
/// `set` takes effect at the next round boundary; `pause` between two batches, which changes no result.
public enum RunCommand: Sendable, Equatable {
  /// Hold training.
  case pause
  /// Go on until the end.
  case resume
  /// Go on for so many rounds, then hold.
  case step(Int)
  /// Go on until something is reached, then hold.
  case until(RunGoal)
  /// A sentence for the log, which changes nothing.
  case note(String)
  /// Change a knob from the next round on.
  case set(knob: String, value: Double)
  /// Stop when the round in flight is complete; it can be resumed.
  case finish
}

extension RunCommand {
  /// The value of `name` in a command's JSON: `pause`, `resume`, `step`, `finish`, `until MEASURE`, `note SENTENCE` or the
  /// knob's name.
  public var name: String {
    switch self {
    case .pause: "pause"
    case .resume: "resume"
    case .step: "step"
    case .set(let knob, _): knob
    case .finish: "finish"
    case .until(let goal): "until \(goal.measure.rawValue)"
    case .note(let text): "note \(text)"
    }
  }

  /// The value of `value` in a command's JSON; nil where there is none.
  public var value: Double? {
    switch self {
    case .step(let rounds): Double(rounds)
    case .until(let goal): goal.value
    case .set(_, let value): value
    case .pause, .resume, .finish, .note: nil
    }
  }

  /// Makes the command that `name` and `value` describe; nil when they describe none.
  public init?(name: String, value: Double?) {
    switch (name, value) {
    case ("pause", _): self = .pause
    case ("resume", _): self = .resume
    case ("finish", _): self = .finish
    case ("step", let value):
      guard let rounds = Int(exactly: value ?? 1), rounds > 0 else { return nil }
      self = .step(rounds)
    case (let name, _) where name.hasPrefix("note "):
      self = .note(String(name.dropFirst(5)))
    case (let name, let value) where name.hasPrefix("until "):
      let measure = RunGoal.Measure(rawValue: String(name.dropFirst(6)))
      guard let measure, let value, let goal = RunGoal(measure, value) else { return nil }
      self = .until(goal)
    case (_, let value?) where value.isFinite: self = .set(knob: name, value: value)
    default: return nil
    }
  }
}

extension RunCommand {
  /// Whether it changes what is computed, and so waits for the boundary of a round; all else acts at once, and is no part of
  /// what is computed again.
  public var isSetting: Bool {
    if case .set = self { true } else { false }
  }
}

/// A command with its place in the run.
public struct CommandRecord: Sendable, Equatable, Codable {
  /// What tells it from every other command, wherever it waits; nil in records of older versions.
  public var id: String?
  /// What `RunCommand.name` gives.
  public var name: String
  /// The knob's new value, the rounds to step, or what is to be reached.
  public var value: Double?
  /// First round it applies to (from 1); for a queued command, the earliest it can apply to.
  public var round: Int
  /// Who asked: `monitor`, or `attach:<process>`.
  public var origin: String

  /// Who writes down that a goal is reached.
  public static let goal = "goal"

  /// What stands behind the goal in that note.
  public static let isReached = " is reached: the run holds"

  /// Makes a record.
  public init(
    id: String? = nil, name: String, value: Double?, round: Int, origin: String = "monitor"
  ) {
    self.id = id
    self.name = name
    self.value = value
    self.round = round
    self.origin = origin
  }

  /// Makes the record of a command that is asked for now: it gets an identity, which no result depends on.
  public init(asking command: RunCommand, round: Int = 0, origin: String) {
    let id = String(UInt64.random(in: .min ... .max), radix: 16)
    self.init(id: id, name: command.name, value: command.value, round: round, origin: origin)
  }

  /// Whether both are the same command, perhaps at different stages of its way.
  public func isSame(as other: CommandRecord) -> Bool {
    guard let id, let otherID = other.id else { return name == other.name && value == other.value }
    return id == otherID
  }

  /// Whether this takes the place of `other`, which waits: a knob that is turned on before its round begins has one value.
  public func supersedes(_ other: CommandRecord) -> Bool {
    guard case .set? = command else { return false }
    return name == other.name && round == other.round && origin == other.origin
  }

  /// The command itself; nil when the record comes from a file and makes no sense.
  public var command: RunCommand? { RunCommand(name: name, value: value) }
}

/// What a run is doing, in a word.
public enum RunState: String, Sendable, Codable, CaseIterable {
  /// Loading, scoring samples and layers.
  case initialising
  /// Training.
  case running
  /// Asked to hold; a batch is still in flight.
  case pausing
  /// Holding.
  case paused
  /// Training a counted number of rounds.
  case stepping
  /// Asked to end; the round in flight is being completed.
  case finishing
  /// All rounds done.
  case finished
  /// Ended before its last round; can be resumed.
  case interrupted
  /// Its process is stopped, as by Ctrl-Z; never what a host says of itself.
  case suspended
}
