/// Something that happened in a run: the one thing that travels up from the simulator.
///
/// Live, replayed and attached monitors are fed by exactly these values, so there is one code path to draw, test and
/// debug. As JSON each event is one flat object whose `event` names its kind.
public enum RunEvent: Sendable, Equatable {
  /// The run exists: its identity, configuration, encoder, clients and knobs.
  case runStarted(RunStarted)
  /// The initialisation ended: layers chosen, accuracy before training known.
  case initialised(Initialisation)
  /// A client of the cohort began to train. Transient: shown, never stored.
  case clientStarted(ClientStart)
  /// A client of the cohort finished, or failed; failure is data.
  case clientFinished(ClientReport)
  /// A round ended and was merged.
  case roundFinished(RoundReport)
  /// A command waits for the next round boundary. Transient.
  case commandQueued(CommandRecord)
  /// A command took effect.
  case commandApplied(CommandRecord)
  /// The run's state in a word changed. Transient.
  case stateChanged(RunState)
  /// How far the run is between two rounds. Transient.
  case progressed(Progress)
  /// A sentence for people: a fallback taken, a guess made, a guard that fired.
  case notice(Notice)
  /// How the run went that is drawn behind this one. Transient: it is on record elsewhere.
  case ghostTraced(GhostTrace)
  /// The run ended; totals.
  case runFinished(RunSummary)
}

extension RunEvent {
  /// Whether the event is for eyes only: it depends on timing, so it is not part of the run's record.
  public var isTransient: Bool {
    switch self {
    case .clientStarted, .commandQueued, .stateChanged, .progressed, .ghostTraced: true
    default: false
    }
  }

  /// The value of `event` in this event's JSON object.
  public var kind: String { tag.rawValue }

  /// The round the event belongs to, from 1; nil outside of rounds.
  public var round: Int? {
    switch self {
    case .clientStarted(let start): start.round
    case .clientFinished(let report): report.round
    case .roundFinished(let report): report.round
    case .commandQueued(let record), .commandApplied(let record): record.round
    case .notice(let notice): notice.round
    case .runFinished(let summary): summary.rounds
    case .runStarted, .initialised, .stateChanged, .progressed, .ghostTraced: nil
    }
  }
}

extension RunEvent: Codable {
  private enum Tag: String, Codable {
    case runStarted = "run_started"
    case initialised = "init"
    case clientStarted = "client_started"
    case clientFinished = "client"
    case roundFinished = "round"
    case commandQueued = "command_queued"
    case commandApplied = "command"
    case stateChanged = "state"
    case progressed = "progress"
    case notice
    case ghostTraced = "ghost"
    case runFinished = "run_finished"
  }

  private enum CodingKeys: String, CodingKey { case event, state }

  private var tag: Tag {
    switch self {
    case .runStarted: .runStarted
    case .initialised: .initialised
    case .clientStarted: .clientStarted
    case .clientFinished: .clientFinished
    case .roundFinished: .roundFinished
    case .commandQueued: .commandQueued
    case .commandApplied: .commandApplied
    case .stateChanged: .stateChanged
    case .progressed: .progressed
    case .notice: .notice
    case .ghostTraced: .ghostTraced
    case .runFinished: .runFinished
    }
  }

  /// Reads the flat object that `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Tag.self, forKey: .event) {
    case .runStarted: self = .runStarted(try RunStarted(from: decoder))
    case .initialised: self = .initialised(try Initialisation(from: decoder))
    case .clientStarted: self = .clientStarted(try ClientStart(from: decoder))
    case .clientFinished: self = .clientFinished(try ClientReport(from: decoder))
    case .roundFinished: self = .roundFinished(try RoundReport(from: decoder))
    case .commandQueued: self = .commandQueued(try CommandRecord(from: decoder))
    case .commandApplied: self = .commandApplied(try CommandRecord(from: decoder))
    case .stateChanged: self = .stateChanged(try container.decode(RunState.self, forKey: .state))
    case .progressed: self = .progressed(try Progress(from: decoder))
    case .notice: self = .notice(try Notice(from: decoder))
    case .ghostTraced: self = .ghostTraced(try GhostTrace(from: decoder))
    case .runFinished: self = .runFinished(try RunSummary(from: decoder))
    }
  }

  /// Writes one flat object: `event` and the keys of its payload.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tag, forKey: .event)
    switch self {
    case .runStarted(let payload): try payload.encode(to: encoder)
    case .initialised(let payload): try payload.encode(to: encoder)
    case .clientStarted(let payload): try payload.encode(to: encoder)
    case .clientFinished(let payload): try payload.encode(to: encoder)
    case .roundFinished(let payload): try payload.encode(to: encoder)
    case .commandQueued(let payload), .commandApplied(let payload): try payload.encode(to: encoder)
    case .stateChanged(let state): try container.encode(state, forKey: .state)
    case .progressed(let payload): try payload.encode(to: encoder)
    case .notice(let payload): try payload.encode(to: encoder)
    case .ghostTraced(let payload): try payload.encode(to: encoder)
    case .runFinished(let payload): try payload.encode(to: encoder)
    }
  }
}
