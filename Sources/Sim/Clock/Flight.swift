import Metrics

/// What a client has done and the server does not have yet: its update is on its way (docs/methods.md, "Late updates").
///
/// It is kept with its client, so that a checkpoint holds it once, in the round in which it began.
struct Flight: Sendable, Equatable, Codable {
  /// Round in which it began.
  var round: Int
  /// When it arrives on the virtual clock, seconds.
  var arrives: Double
  /// Change of the parameters that come back, against those that it began with; nil: the client failed, and is busy until then.
  var change: [Float]?
  /// What the client keeps from then on.
  var vectors: [String: [Float]] = [:]
  /// The same of its numbers.
  var numbers: [String: Double] = [:]
  /// What is told of it then.
  var report: ClientReport

  /// A client's part of a round that is not over when the round is.
  init(_ result: ClientResult, change: [Float]?, arrives: Double) {
    round = result.report.round
    self.arrives = arrives
    self.change = change
    vectors = result.state.vectors
    numbers = result.state.numbers
    report = result.report
    // Told when it lands, of the order that its client keeps meanwhile.
    (report.difficulties, report.difficultyUsed) = (nil, nil)
  }

  /// What the client keeps when it has landed.
  func landed(_ before: ClientState) -> ClientState {
    var state = before
    state.flight = nil
    guard change != nil else { return state }
    state.vectors = vectors
    state.numbers = numbers
    state.participations += 1
    return state
  }
}

extension Flight {
  /// In front of the names of all that belongs to it in a checkpoint.
  private static let prefix = "flight."
  private static let change = prefix + "change"

  /// The vectors that a checkpoint may hold of it, for a client with these `fields`.
  static func fields(_ fields: [StateField], count: Int) -> [StateField] {
    fields.map { field in
      var own = field
      own.name = prefix + field.name
      return own
    } + [StateField(change, atMost: count)]
  }

  /// Adds it to what a checkpoint holds of its client.
  func put(into values: inout NamedValues) {
    values.vectors[Self.change] = change
    for (name, vector) in vectors { values.vectors[Self.prefix + name] = vector }
    for (name, number) in numbers { values.numbers[Self.prefix + "own." + name] = number }
    let told: [(String, Double?)] = [
      ("round", Double(round)), ("arrives", arrives), ("client", Double(report.client)),
      ("batches used", Double(report.batchesUsed)), ("batches", Double(report.batchesTotal)),
      ("tokens", Double(report.tokens)), ("steps", Double(report.steps)),
      ("loss", report.trainLoss),
      ("difficulty", report.difficulty), ("live", report.liveNeurons),
      ("up", Double(report.bytesUp)),
      ("down", Double(report.bytesDown)), ("seconds", report.simSeconds), ("flops", report.flops),
    ]
    for (name, number) in told { values.numbers[Self.prefix + name] = number }
    for (layer, number) in report.fisher.enumerated() {
      values.numbers[Self.prefix + "fisher.\(layer)"] = number
    }
  }

  /// Takes what `put` added out of `values`; nil when there is none.
  /// - Throws: `CheckpointError` when it makes no sense.
  static func take(from values: inout NamedValues) throws(CheckpointError) -> Flight? {
    func own<Value>(_ all: inout [String: Value]) -> [String: Value] {
      let found = all.filter { $0.key.hasPrefix(prefix) }
      for name in found.keys { all[name] = nil }
      return Dictionary(
        uniqueKeysWithValues: found.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
    var vectors = own(&values.vectors)
    let numbers = own(&values.numbers)
    guard let arrives = numbers["arrives"] else { return nil }
    func whole(_ name: String) throws(CheckpointError) -> Int {
      guard let number = numbers[name].flatMap(Int.init(exactly:)), number >= 0 else {
        throw CheckpointError("checkpoint: an update on its way makes no sense")
      }
      return number
    }
    var fisher: [Double] = []
    while let next = numbers["fisher.\(fisher.count)"] { fisher.append(next) }
    let report = ClientReport(
      round: try whole("round"), client: try whole("client"),
      batchesUsed: try whole("batches used"),
      batchesTotal: try whole("batches"), tokens: try whole("tokens"), steps: try whole("steps"),
      trainLoss: numbers["loss"], difficulty: numbers["difficulty"], fisher: fisher,
      liveNeurons: numbers["live"] ?? 1, bytesUp: try whole("up"), bytesDown: try whole("down"),
      simSeconds: numbers["seconds"] ?? 0, flops: numbers["flops"])
    let change = vectors.removeValue(forKey: "change")
    var result = ClientResult(report: report, message: nil, state: ClientState())
    result.state.vectors = vectors
    for (name, number) in numbers where name.hasPrefix("own.") {
      result.state.numbers[String(name.dropFirst(4))] = number
    }
    return Flight(result, change: change, arrives: arrives)
  }
}
