import Foundation
import Plain
import Testing
import Transformer

@testable import Sim

/// What prompts ask of model, labels and settings, and what they cost.
struct PromptMethodTests {
  private func error(_ change: (inout Settings) -> Void) -> String {
    do {
      _ = try SmallRun.federation(change)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func fedPromptTellsItsWordsAndMakesNothingAnew() throws {
    let federation = try SmallRun.federation { $0.method = "fedprompt" }
    #expect(federation.encoder.fresh.isEmpty)
    #expect(federation.notes.contains { $0.contains("answers are the words abbreviation,") })
    #expect(!federation.notes.contains { $0.contains("made anew") })
    #expect(federation.encoder.layout.segments.map(\.role) == [.added])
  }

  @Test func fedPromptTrainsNoHead() {
    let line = error {
      $0.method = "fedprompt"
      $0.head = .shared
    }
    #expect(line.hasPrefix("method.head = shared: must be frozen for fedprompt"))
  }

  @Test func labelsThatAreNoDifferentWordsAreRefused() throws {
    let model = try ModelLibrary.open(ModelLibrary.embeddedName)
    let prompt = VerbalisedPrompt(prompt: PromptModules(Settings()), head: .frozen)
    for labels in [["same", "same"], ["good", ""]] {
      #expect(throws: SettingsError.self) {
        try prompt.plan(for: model, labels: labels, head: .frozen)
      }
    }
    let plan = try prompt.plan(for: model, labels: ["human", "number"], head: .frozen)
    #expect(plan.verbaliser?.words.count == 2 * 128 && plan.verbaliser?.biases == [0, 0])
  }

  @Test func factorsMustDivide() {
    let line = error {
      $0.method = "idpg"
      $0.idpgFactors = 5
    }
    #expect(line.hasPrefix("idpg.factors = 5: must be a divisor of the model's width 128"))
  }

  @Test func aPromptLiesBelowTheLastLayer() throws {
    let line = error {
      $0.method = "lpt"
      $0.lptLayer = 6
    }
    #expect(line == "lpt.layer = 6: must be below the model's 6 layers")
    let half = try SmallRun.federation { $0.method = "lpt" }
    #expect(half.encoder.layout.segments[0].layer == 3)
  }

  @Test func theTaskInTrainingIsNoSourceOfItsPrompt() throws {
    let federation = try SmallRun.federation { $0.method = "attempt" }
    #expect(
      federation.notes.contains {
        $0 == "attempt: source prompts of agreement, which come with the program"
      })
    let line = error {
      $0.method = "attempt"
      $0.promptLength = 7
    }
    #expect(line.contains("set prompt.length"))
    let missing = error {
      $0.method = "attempt"
      $0.attemptSources = "/nowhere/prompts"
    }
    #expect(missing.contains("/nowhere/prompts"))
  }

  @Test func sourcesAreReadAsTheyAreWritten() throws {
    let path = "/tmp/fedtop-prompts-\(UInt64.random(in: 0 ... .max)).safetensors"
    defer { remove(path) }
    let recipe = SourcePrompts(length: 3, epochs: 1, samples: 40)
    let prompt = try recipe.prompt(of: .agreement)
    #expect(prompt.values.count == 3 * 128)
    #expect(try recipe.prompt(of: .agreement).values == prompt.values)
    try recipe.write([prompt], to: path)
    let model = try ModelLibrary.open(ModelLibrary.embeddedName)
    let read = try #require(try SourcePrompts.prompts(for: model, file: path))
    #expect(read.map(\.task) == ["agreement"] && read[0].values == prompt.values)
    let federation = try SmallRun.federation {
      $0.method = "attempt"
      $0.promptLength = 3
      $0.attemptSources = path
    }
    #expect(federation.notes.contains("attempt: source prompts of agreement from \(path)"))
  }

  @Test func anotherModelsSourcesAreWords() throws {
    var model = try ModelLibrary.open(ModelLibrary.embeddedName)
    model.name = "another"
    let plan = try MixedPromptModules(Settings()).plan(for: model, labels: [], head: .automatic)
    #expect(plan.notes.first?.contains("two of words drawn with seed 42 stand in") == true)
    let mixed = try #require(plan.modules.first as? MixedPrompt)
    #expect(mixed.sources.count == 2 && mixed.sources[0] != mixed.sources[1])
  }

  @Test func rowsInFrontAndPassesBeforeAreCharged() throws {
    func seconds(_ change: (inout Settings) -> Void) throws -> Double {
      try SmallRun.record {
        change(&$0)
        $0.uplink = 1e12
        $0.downlink = 1e12
        $0.rounds = 1
      }.rounds[0].simSeconds
    }
    let prefix = try seconds { $0.method = "p-tuning-v2" }
    let lora = try seconds { $0.method = "fedavg-lora" }
    #expect(abs(prefix - lora) < 1e-6 * lora)
    let soft = try seconds {
      $0.method = "prompt-tuning"
      $0.promptLength = 5
    }
    #expect(soft > 1.1 * lora, "its rows are passed")
    let generated = try seconds { $0.method = "idpg" }
    #expect(generated > 1.2 * soft, "and a pass more")
    let late = try seconds { $0.method = "lpt" }
    #expect(late < 0.9 * soft, "half of the way back is left out")
  }
}
