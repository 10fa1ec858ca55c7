import Metrics
import Testing
import Transformer

@testable import Sim

/// Forms of LoRA in a federation: lengths of rows, factors by the root of the rank, ranks and factors by map.
@Suite(.timeLimit(.minutes(5)))
struct LoRAFormTests {
  private static func sentence(_ change: (inout Settings) -> Void) -> String {
    var settings = Settings()
    change(&settings)
    do {
      let modules = try MethodRegistry.recipe(settings.method).method(settings).modules
      let model = try ModelLibrary.open(ModelLibrary.embeddedName)
      _ = try modules.plan(for: model, labels: ["a", "b"], head: .automatic)
      return ""
    } catch { return "\(error)" }
  }

  /// The methods that have no place for a form; all others that read the setting take it.
  @Test(arguments: [
    (
      "lora.dora", "true",
      "ffa-lora fedsa-lora rolora lora-fair flora fedex-lora flexlora hetlora adalora delta-lora slora fedalt-row"
    ),
    (
      "lora.rank_pattern", "layer.0:2",
      "flora fedex-lora flexlora hetlora adalora delta-lora slora fedalt-row"
    ),
    (
      "lora.alpha_pattern", "value:2",
      "flora fedex-lora flexlora hetlora adalora delta-lora slora fedalt-row"
    ),
    ("lora.scaling", "root", "adalora"),
  ])
  func formsAreTakenOrRefused(_ key: String, _ value: String, _ refusing: String) throws {
    let setting = try Setting.named(key)
    var refused: Set<String> = []
    for recipe in MethodRegistry.recipes where setting.isRead(by: recipe) {
      var settings = Settings()
      settings.method = recipe.name
      try setting.set(text: value, in: &settings)
      let sentence = Self.sentence { $0 = settings }
      guard !sentence.isEmpty else { continue }
      refused.insert(recipe.name)
      #expect(sentence.hasPrefix("\(key)") && sentence.contains("not with \(recipe.name), for "))
    }
    #expect(refused == Set(refusing.split(separator: " ").map(String.init)))
  }

  @Test(arguments: ["fedavg-lora", "fibecfed", "scaffold"])
  func lengthsAreTrainedAndTravelWithTheirLayer(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.dora = true
      $0.rounds = 2
    }
    let layout = federation.encoder.layout
    let lengths = layout.segments.filter { $0.role == .loraMagnitude }
    #expect(lengths.count == 12 && lengths.allSatisfy { $0.count == 128 })
    let tape = try SmallRun.record(federation) { simulation, round in
      guard round == 2 else { return }
      for segment in lengths {
        let isMoved =
          simulation.server.parameters[segment.range] != federation.start[segment.range]
        let isGlobal = simulation.server.globalLayers.contains(segment.layer ?? -1)
        #expect(isMoved == (method != "fibecfed" || isGlobal))
      }
    }
    // Of every map A, B and the lengths, on query and value; the head; controls as often again.
    let layers = method == "fibecfed" ? try #require(tape.initialisation).gal.count : 6
    let head = federation.dataset.labelNames.count * 129
    let numbers = layers * 2 * (4 * 256 + 128) + head
    for report in tape.clients {
      #expect(report.bytesUp == 4 * numbers * (method == "scaffold" ? 2 : 1))
    }
    #expect(layout.trainedCount == 12 * (4 * 256 + 128) + head)
  }

  @Test func lengthsAreUnitsOfTheMask() throws {
    let layout = try SmallRun.federation { $0.dora = true }.encoder.layout
    let units = NeuronUnits(layout, grouping: .rows) { $0.layer == 0 }.units
    // Of each of two maps 4 rows of A, 128 of B, and 128 lengths.
    #expect(units.count == 2 * (4 + 128 + 128))
  }

  @Test func theRootOfTheRankIsAnotherAlpha() throws {
    // 16/√4 = 32/4.
    let root = try SmallRun.fingerprint { $0.loraScaling = .root }
    #expect(try root == SmallRun.fingerprint { $0.loraAlpha = 32 })
    #expect(try root != SmallRun.fingerprint { _ in })
  }

  @Test func patternsThatSayWhatIsSaidAnywayChangeNothing() throws {
    let usual = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let said = try SmallRun.fingerprint {
      $0.method = "fedavg-lora"
      $0.rankPattern = "layer.0:4, value:4"
      $0.alphaPattern = #"layer\.[0-9]\.attention\.self\.(query|value):16"#
    }
    #expect(said == usual)
  }

  @Test(arguments: [
    ("layer.0:2, value:3", [2, 2, 4, 3, 4, 3]), ("layer.1.query:1", [4, 4, 1, 4, 4, 4]),
    (#"self\.query:2"#, [2, 4, 2, 4, 2, 4]), (#"layer\.[01]\..{1,40}:8"#, [8, 8, 8, 8, 4, 4]),
    ("value : 7 ,query:6", [6, 7, 6, 7, 6, 7]),
  ])
  func patternsSetRanks(_ pattern: String, _ ranks: [Int]) throws {
    let federation = try SmallRun.federation {
      $0.method = "fedavg-lora"
      $0.rankPattern = pattern
    }
    let found = federation.encoder.layout.segments.filter { $0.role == .loraA }.map(\.rows)
    #expect(Array(found.prefix(6)) == ranks)
    let tape = try SmallRun.record(federation)
    #expect(tape.summary != nil)
  }

  @Test(arguments: [
    (
      "valu:4", "lora.rank_pattern: 'valu' is no map of this model with LoRA: did you mean 'value'?"
    ),
    ("layer.9:4", "did you mean 'layer."), ("up:4", "is no map of this model with LoRA"),
    ("value:0", "lora.rank_pattern = value:0: must be a name and a whole number from 1 to 1024"),
    ("value:2.5", "must be a name and a whole number"), ("value", "must be names with numbers"),
    ("value:4, query", "lora.rank_pattern = query: must be names with numbers"),
    ("(:4", "must be a name or regular expression"), (":4", "must be a name or regular expression"),
    ("value:4, layer.0:2, layer.0.value:3", "'layer.0.value' never counts"),
  ])
  func otherPatternsAreErrors(_ pattern: String, _ words: String) {
    let sentence = Self.sentence {
      $0.method = "fedavg-lora"
      $0.rankPattern = pattern
    }
    #expect(sentence.contains(words) && !sentence.contains("\n"), "\(sentence)")
  }

  private static let methods = ["fedavg-lora", "adalora", "delta-lora", "fedalt-row", "flora"]

  @Test(arguments: methods)
  func whatTargetsLeaveOutIsSaid(_ method: String) throws {
    func notes(_ targets: String) throws -> [String] {
      try SmallRun.federation {
        $0.method = method
        $0.targets = targets
      }.notes.filter { $0.contains("lora.targets") }
    }
    let beside = try notes("all-linear")
    #expect(beside.count == 1 && beside.allSatisfy { $0.contains("bert.pooler.dense too") })
    let lacking = try notes("query,gate,projections")
    #expect(
      lacking == [
        "lora.targets = query,gate,projections: this model's layers have no projections and no gate, the others are taken"
      ])
    #expect(try notes("all").isEmpty && notes("query,down").isEmpty)
    let refusal = Self.sentence {
      $0.method = method
      $0.targets = "gate"
    }
    #expect(
      refusal
        == "lora.targets = gate: must be all, or some of query,key,value,attentionOut,up,down, the linear maps of this "
        + "model's layers")
  }

  @Test func allTellsNothingOfPEFT() throws {
    #expect(
      try SmallRun.federation { $0.targets = "all" }.notes.allSatisfy { !$0.contains("peft") })
  }
}
