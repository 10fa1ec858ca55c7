import Metrics
import Testing

@testable import Web

/// Prometheus' text format.
@Suite struct MetricsTests {
  @Test("Every number of a run has its help, its type, and its value")
  func values() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 2)
    let lines = try fixture.site(run: name).get("/metrics").text.split(separator: "\n")
    let expected = [
      "fedtop_round": "2", "fedtop_rounds": "20", "fedtop_train_loss": "0.25",
      "fedtop_accuracy": "0.75", "fedtop_accuracy_global": "0.625",
      "fedtop_bytes_up_total": "400", "fedtop_bytes_down_total": "800",
      "fedtop_virtual_seconds_total": "0.5", "fedtop_wall_seconds_total": "0.25",
      // 512 tokens in a quarter of a second.
      "fedtop_tokens_per_second": "2048", "fedtop_failures_total": "2",
    ]
    for (family, value) in expected {
      #expect(lines.contains("\(family){run=\"\(name)\"} \(value)"), "\(family)")
    }
    let states = lines.filter { $0.hasPrefix("fedtop_state{") }
    #expect(states.count == RunState.allCases.count)
    #expect(
      states.filter { $0.hasSuffix(" 1") } == [
        "fedtop_state{run=\"\(name)\",state=\"interrupted\"} 1"
      ])
    let families = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
    #expect(families.map(String.init).sorted() == (expected.keys + ["fedtop_state"]).sorted())
    for family in families {
      let kind = family.hasSuffix("_total") ? "counter" : "gauge"
      #expect(lines.contains("# TYPE \(family) \(kind)"))
      #expect(lines.contains { $0.hasPrefix("# HELP \(family) ") })
    }
  }

  @Test("Lines are as the format says, and a family's stand together")
  func form() throws {
    let fixture = try Fixture()
    for rounds in 1...3 { _ = try fixture.run(rounds: rounds) }
    let text = fixture.site().get("/metrics").text
    #expect(text.hasSuffix("\n"))
    let form = /# (?:HELP|TYPE) fedtop_\w+ .+|(fedtop_\w+)\{run="[^"]+"(?:,state="\w+")?\} \S+/
    var families: [Substring] = []
    for line in text.split(separator: "\n") {
      let match = try #require(line.wholeMatch(of: form), "\(line)")
      if let family = match.1, families.last != family { families.append(family) }
    }
    #expect(Set(families).count == families.count && families.count == 12)
  }

  @Test("What was not measured has no line")
  func absent() {
    let text = MetricsText([("early", RunSnapshot())]).text
    #expect(text.contains("fedtop_round{run=\"early\"} 0\n"))
    for family in ["train_loss", "accuracy", "rounds", "tokens_per_second"] {
      #expect(!text.contains("fedtop_\(family){") && !text.contains("fedtop_\(family) "))
    }
  }

  @Test("A label is escaped, and a number that is none says so")
  func escaping() {
    var snapshot = RunSnapshot()
    guard case .roundFinished(var report) = Fixture.round(1) else { return }
    report.trainLoss = .nan
    report.accuracy = -.infinity
    report.simSeconds = .infinity
    snapshot.apply(.roundFinished(report))
    let text = MetricsText([("a\\b\"c\nd", snapshot)]).text
    #expect(text.contains("fedtop_train_loss{run=\"a\\\\b\\\"c\\nd\"} NaN\n"))
    #expect(text.contains("fedtop_accuracy{run=\"a\\\\b\\\"c\\nd\"} -Inf\n"))
    #expect(text.contains("} +Inf\n"))
  }
}
