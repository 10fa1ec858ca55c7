import Metrics

/// Runs in Prometheus' text format, version 0.0.4.
struct MetricsText {
  /// Its media type.
  static let type = "text/plain; version=0.0.4; charset=utf-8"

  /// One number that runs have.
  private struct Family: Sendable {
    var name: String
    var kind: String
    var help: String
    /// Values of a run, with the labels that they have beside its name; none where it was not measured.
    var samples: @Sendable (RunSnapshot) -> [(label: String?, value: Double)]

    /// A number of which a run has one, or none.
    init(
      _ name: String, _ kind: String, _ help: String,
      _ value: @escaping @Sendable (RunSnapshot) -> Double?
    ) {
      self.init(name, kind, help) { run in value(run).map { [(nil, $0)] } ?? [] }
    }

    init(
      _ name: String, _ kind: String, _ help: String,
      samples: @escaping @Sendable (RunSnapshot) -> [(label: String?, value: Double)]
    ) {
      self.name = "fedtop_" + name
      self.kind = kind
      self.help = help
      self.samples = samples
    }
  }

  /// The text.
  let text: String

  /// Of runs by name.
  ///
  /// - Parameter note: what is to be said at the end, as a comment; nil for nothing.
  init(_ runs: [(name: String, snapshot: RunSnapshot)], note: String? = nil) {
    var lines: [String] = []
    for family in Self.families {
      let samples = runs.flatMap { run in
        family.samples(run.snapshot).map { sample in
          let labels = ["run=\"\(Self.escaped(run.name))\"", sample.label].compactMap(\.self)
          return "\(family.name){\(labels.joined(separator: ","))} \(Self.number(sample.value))"
        }
      }
      guard !samples.isEmpty else { continue }
      lines.append("# HELP \(family.name) \(family.help)")
      lines.append("# TYPE \(family.name) \(family.kind)")
      lines += samples
    }
    if let note { lines.append("# \(note)") }
    text = lines.map { $0 + "\n" }.joined()
  }

  private static let families = [
    Family("round", "gauge", "Last finished round.") { Double($0.round) },
    Family("rounds", "gauge", "Rounds that the run is to last.") { run in
      run.started.map { Double($0.rounds) }
    },
    Family("state", "gauge", "1 for the state that the run is in, 0 for the others.") { run in
      RunState.allCases.map { ("state=\"\($0.rawValue)\"", $0 == run.state ? 1 : 0) }
    },
    Family("train_loss", "gauge", "Mean training loss of the last round's cohort.") { run in
      run.rounds.last?.trainLoss
    },
    Family("accuracy", "gauge", "Last personalised accuracy, from 0 to 1.") { run in
      last(.accuracy, of: run)
    },
    Family("accuracy_global", "gauge", "Last accuracy of the global parameters alone.") { run in
      run.score == .accuracy
        ? run.rounds.last { $0.accuracyGlobal != nil }?.accuracyGlobal : nil
    },
    Family("exact_match", "gauge", "Last share of exact answers of a language model.") { run in
      last(.exactMatch, of: run)
    },
    Family("perplexity", "gauge", "Last perplexity of a language model.") { run in
      run.score == .accuracy ? nil : last(.perplexity, of: run)
    },
    Family("bytes_up_total", "counter", "Bytes that clients sent to the server.") { run in
      Double(run.ledger.up)
    },
    Family("bytes_down_total", "counter", "Bytes that the server sent to clients.") { run in
      Double(run.ledger.down)
    },
    Family("virtual_seconds_total", "counter", "Time on the virtual clock.") { $0.simSeconds },
    Family("wall_seconds_total", "counter", "Wall time of the rounds, without pauses.") { run in
      run.wallSeconds
    },
    Family("tokens_per_second", "gauge", "Training tokens a second of the last rounds.") { run in
      run.pace?.tokensPerSecond
    },
    Family("failures_total", "counter", "Updates of clients that were not used.") { run in
      run.rounds.reduce(0) { $0 + Double($1.failures) }
    },
  ]

  /// The last personalised value of what a run is judged by; of others nil, but for a perplexity.
  private static func last(_ score: Score, of run: RunSnapshot) -> Double? {
    guard score == run.score || score == .perplexity else { return nil }
    return run.rounds.reversed().lazy.compactMap(score.value).first
      ?? run.initialisation.flatMap(score.value)
  }

  /// A label's value between its quotes.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: value).map(String.init) ?? String(value)
  }
}
