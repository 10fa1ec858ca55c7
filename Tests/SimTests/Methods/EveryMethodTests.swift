import Metrics
import Testing

@testable import Sim

/// What holds for every method: it goes on after a stop as if there had been none, and sends what its formula says.
@Suite(.timeLimit(.minutes(5)))
struct EveryMethodTests {
  @Test(arguments: MethodRegistry.names)
  func stoppedInTheMiddleItGoesOnAsIfItHadNotBeen(method: String) throws {
    let federation = try SmallRun.federation { $0.method = method }
    let whole = try SmallRun.record(federation)
    let half = try SmallRun.record(federation) { simulation, round in
      if round == 2 { simulation.submit(.finish) }
    }
    #expect(half.rounds.count == 2 && half.summary == nil)
    let rest = Tape()
    let simulation = Simulation(federation, name: "small", recorder: rest)
    rest.attach(simulation)
    try simulation.restore(try #require(half.checkpoint), history: half.events)
    try simulation.run()
    #expect(half.events + rest.events == whole.events)
    #expect(rest.summary?.parametersSHA256 == whole.summary?.parametersSHA256)
  }

  @Test(arguments: MethodRegistry.names)
  func itSendsWhatItsFormulaSays(method: String) throws {
    // An ablation sends what the method itself does.
    let base = String(method.prefix { $0 != "/" })
    let formula = try #require(MethodBytes.formulas[base], "every method has a formula")
    let federation = try SmallRun.federation { $0.method = method }
    let tape = try SmallRun.record(federation)
    #expect(tape.clients.count == 9)
    for report in tape.clients {
      let bytes = formula(MethodBytes.Place(federation, tape, report))
      #expect(report.bytesUp == 4 * bytes.up, "round \(report.round)")
      #expect(report.bytesDown == 4 * bytes.down, "round \(report.round)")
    }
    let outline = try MethodOutline(
      federation.recipe, federation.settings, ModelLibrary.open(federation.settings.model),
      labels: federation.dataset.labelNames)
    #expect(outline.trained == federation.encoder.layout.trainedCount)
    let first = tape.clients.filter { $0.round == 1 }
    // How many layers a spectrum will choose is not known before: all are counted then.
    let isKnown = method != "fedpeptao"
    #expect(
      first.contains {
        isKnown
          ? $0.bytesUp == outline.bytesUp && $0.bytesDown == outline.bytesDown
          : $0.bytesUp <= outline.bytesUp && $0.bytesDown <= outline.bytesDown
      })
  }
}
