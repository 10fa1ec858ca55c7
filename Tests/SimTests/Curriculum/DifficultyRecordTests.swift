import Metrics
import Testing

@testable import Sim

/// What the record tells of the difficulties of samples, whichever curriculum scored them.
struct DifficultyRecordTests {
  /// A curriculum that scores samples, as settings.
  struct Scored: Sendable, CustomTestStringConvertible {
    var name: String
    var change: @Sendable (inout Settings) -> Void
    var testDescription: String { name }
  }

  static let curricula = [
    Scored(name: "initial") { $0.curriculumScore = .initial },
    Scored(name: "warm") {
      $0.curriculumScore = .warm
      $0.curriculumWarmup = 1
    },
    Scored(name: "participation") { $0.curriculumScore = .participation },
    Scored(name: "voc") { $0.method = "voc" },
  ]

  private static func settings(_ curriculum: Scored) -> Settings {
    SmallRun.settings {
      $0.cohort = 6
      $0.rounds = 4
      $0.beta = 0.5
      curriculum.change(&$0)
    }
  }

  @Test(arguments: curricula)
  func everyCurriculumThatScoresTellsAHistogram(curriculum: Scored) throws {
    let federation = try Federation(Self.settings(curriculum))
    let tape = try SmallRun.record(federation)
    let learns = federation.method.curriculum.learnsDifficulty
    for client in 0..<6 {
      let reports = tape.clients.filter { $0.client == client && $0.failure == nil }
      let told = reports.filter { $0.difficulties != nil }
      // Once where difficulties stay, and wherever they were learned anew where they do not.
      #expect(told.count == (learns ? 4 : 1))
      let own = Set(federation.partition[client])
      for report in told {
        let histogram = try #require(report.difficulties)
        let known = histogram.counts.reduce(0, +)
        #expect(learns ? (1...own.count).contains(known) : known == own.count)
        #expect(own.isSuperset(of: histogram.easiest + histogram.hardest))
        #expect(histogram.easiest.count == min(3, known))
      }
      let first = try #require(reports.firstIndex { $0.difficulties != nil })
      for report in reports[first...] {
        let used = try #require(report.difficultyUsed)
        #expect(used.count == 2 && used[0] <= used[1])
      }
    }
  }

  /// The threshold grows with the share: the samples in use of a plain order are the easiest ones.
  @Test func whatIsInUseReachesFurtherAsTheShareGrows() throws {
    let curriculum = Scored(name: "initial") {
      $0.curriculumScore = .initial
      $0.balance = .none
    }
    let tape = try SmallRun.record(try Federation(Self.settings(curriculum)))
    for client in 0..<6 {
      let reports = tape.clients.filter { $0.client == client }
      let reach = reports.compactMap { $0.difficultyUsed?.last }
      #expect(reach.count == 4 && reach == reach.sorted())
      let high = try #require(reports.first?.difficulties?.high)
      #expect(reports.last.map { $0.batchesUsed == $0.batchesTotal } == true && reach.last == high)
    }
  }

  @Test(arguments: curricula)
  func aRunThatGoesOnTellsTheSame(curriculum: Scored) throws {
    let federation = try Federation(Self.settings(curriculum))
    let whole = try SmallRun.record(federation)
    let half = Tape()
    try Simulation(federation, name: "small", recorder: half).run(until: 2)
    let rest = Tape()
    let simulation = Simulation(federation, name: "small", recorder: rest)
    try simulation.restore(try #require(half.checkpoint), history: half.events)
    try simulation.run()
    #expect(half.clients + rest.clients == whole.clients)
  }

  @Test func withoutScoresNothingIsTold() throws {
    let tape = try SmallRun.record { $0.method = "fedavg-lora" }
    #expect(tape.clients.allSatisfy { $0.difficulties == nil && $0.difficultyUsed == nil })
  }

  /// The texts are those that the positions of the record name; the embedded task is made anew.
  @Test func textsAreReadAgainFromTheData() throws {
    let settings = SmallRun.settings()
    let federation = try Federation(settings)
    let texts = try TrainingTexts(settings, data: settings.data, test: nil)
    #expect(texts.samples == federation.sources?.data.files.first)
    #expect(texts[59]?.isEmpty == false && texts[60] == nil && texts[-1] == nil)
    #expect((0..<60).allSatisfy { texts[$0]?.contains(" ") == true }, "sentences, not tokens")
    let label = federation.dataset.labelNames[federation.train.labels[7]]
    #expect(texts[7]?.hasPrefix("\(label) · ") == true)
  }
}
