import Foundation
import Metrics
import Testing

/// Events as JSON: what `--json` prints, what a run file stores, what a replay reads.
@Suite("RunEvent") struct RunEventTests {
  static func json(_ event: RunEvent) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(event), as: UTF8.self)
  }

  static func object(_ event: RunEvent) throws -> [String: Any] {
    let data = try JSONEncoder().encode(event)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Keys of each kind with all optional fields filled, apart from `event`.
  static let keys: [String: Set<String>] = [
    "run_started": [
      "run", "config", "method", "data", "model", "rounds", "client_samples", "client_batches",
      "client_skew", "knobs", "majority_accuracy", "dense_bytes", "tokens", "parent",
      "partition_hash", "client_labels", "label_names", "unseen",
    ],
    "init": [
      "gal", "layer_scores", "rule", "sparsity_ratio", "client_difficulty", "fisher", "accuracy",
      "bytes_up", "bytes_down", "sim_seconds", "wall_seconds", "spectrum",
    ],
    "client_started": ["round", "client"],
    "client": [
      "round", "client", "batches_used", "batches_total", "tokens", "steps", "difficulty",
      "fisher", "live_neurons", "bytes_up", "bytes_down", "sim_seconds", "failure",
      "difficulties", "difficulty_used",
    ],
    "round": [
      "round", "cohort", "train_loss", "share", "gal", "sparsity_ratio", "learning_rate",
      "bytes_up", "bytes_down", "sim_seconds", "wall_seconds", "tokens", "accuracy",
      "accuracy_global", "loss", "fisher", "failures", "longest", "epsilon",
      "metrics", "client_accuracy", "client_permille", "ranks", "rank_total",
    ],
    "command_queued": ["name", "value", "round", "origin"],
    "command": ["name", "value", "round", "origin"],
    "state": ["state"],
    "notice": ["level", "round", "client", "text"],
    "ghost": ["relation", "run", "round", "points", "problem"],
    "run_finished": [
      "run", "rounds", "accuracy", "accuracy_global", "best_accuracy", "bytes_up", "bytes_down",
      "sim_seconds", "wall_seconds", "parameters_sha256", "interrupted", "reason", "metrics",
    ],
  ]

  @Test("There is a sample of every kind")
  func samplesAreComplete() {
    #expect(Set(SampleEvents.all.map(\.kind)) == Set(Self.keys.keys))
  }

  @Test("An event comes back from its JSON as it went", arguments: SampleEvents.all)
  func roundTrip(event: RunEvent) throws {
    let data = try JSONEncoder().encode(event)
    #expect(try JSONDecoder().decode(RunEvent.self, from: data) == event)
  }

  @Test("An event is one flat object with exactly its keys", arguments: SampleEvents.all)
  func exactKeys(event: RunEvent) throws {
    var object = try Self.object(event)
    #expect(object.removeValue(forKey: "event") as? String == event.kind)
    #expect(Set(object.keys) == Self.keys[event.kind])
  }

  @Test("The line of a command is this text, letter by letter")
  func commandLine() throws {
    let line = #"{"event":"command","name":"sparsity","origin":"attach:7","round":2,"value":0.45}"#
    #expect(try Self.json(.commandApplied(SampleEvents.command)) == line)
  }

  @Test("What was not measured has no key")
  func absentFields() throws {
    var report = SampleEvents.round(3)
    report.trainLoss = nil
    report.accuracy = nil
    report.accuracyGlobal = nil
    report.loss = nil
    let object = try Self.object(.roundFinished(report))
    let absent: Set<String> = ["train_loss", "accuracy", "accuracy_global", "loss"]
    #expect(absent.isDisjoint(with: object.keys))

    let pause = CommandRecord(name: "pause", value: nil, round: 1)
    #expect(try Self.object(.commandApplied(pause))["value"] == nil)
    let data = try JSONEncoder().encode(RunEvent.roundFinished(report))
    #expect(try JSONDecoder().decode(RunEvent.self, from: data) == .roundFinished(report))
  }

  @Test(
    "JSON that is no event is refused",
    arguments: [
      #"{}"#, #"{"event":"lunch"}"#, #"{"event":"round","round":1}"#,
      #"{"event":"state","state":"dreaming"}"#, #"[]"#, #"{"event":"client_started","round":"1"}"#,
    ])
  func refusal(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RunEvent.self, from: Data(text.utf8))
    }
  }

  @Test("Only what depends on timing is transient")
  func transient() {
    let transient = SampleEvents.all.filter(\.isTransient).map(\.kind)
    #expect(transient == ["client_started", "command_queued", "state", "ghost"])
  }

  @Test("An event knows its round")
  func rounds() {
    let rounds = SampleEvents.all.map(\.round)
    #expect(rounds == [nil, nil, 1, 1, 1, 2, 2, nil, 1, nil, 2])
  }
}
