import Testing
import Transformer

@testable import Sim

/// The ends of a comparison: every weight, biases alone, the head alone, every client alone; and FedSim.
struct EndsTests {
  private func layout(_ method: String) throws -> ParameterLayout {
    try SmallRun.federation { $0.method = method }.encoder.layout
  }

  @Test func fullTrainsEveryTensorThatAnswersPassThrough() throws {
    let layout = try layout("full")
    let names = layout.segments.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(layout.segments.allSatisfy { $0.role == .base || $0.role == .head })
    // Six layers of sixteen tensors, the embeddings' five, the head's two.
    #expect(layout.segments.count == 6 * 16 + 5 + 2)
  }

  @Test func bitFitTrainsBiasesAlone() throws {
    let layout = try layout("bitfit")
    let base = layout.segments.filter { $0.role == .base }
    #expect(base.count == 6 * 8 + 1)
    #expect(base.allSatisfy { $0.name.hasSuffix("bias") })
    #expect(base.reduce(0) { $0 + $1.count } == 6 * (7 * 128 + 512) + 128)
  }

  @Test func headOnlyTrainsTheHeadAlone() throws {
    #expect(try layout("head-only").segments.allSatisfy { $0.role == .head })
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.method = "head-only"
        $0.head = .frozen
      }
    }
    #expect(error?.description == "method.head = frozen: head-only trains nothing else")
  }

  @Test func localOnlyIsFibecFedWithoutAnyOfItsParts() throws {
    let tape = try SmallRun.record { $0.method = "local-only" }
    #expect(tape.rounds.allSatisfy { $0.bytesUp == 0 && $0.bytesDown == 0 })
    let alone = try SmallRun.fingerprint {
      $0.method = "fibecfed"
      $0.gal = "none"
      $0.beta = 1
      $0.sparsity = 1
      $0.head = .personal
    }
    #expect(tape.summary?.parametersSHA256 == alone)
    let shared = try SmallRun.federation {
      $0.method = "local-only"
      $0.head = .shared
    }
    #expect(shared.notes.contains { $0.hasPrefix("method.head = shared is not read") })
    #expect(try SmallRun.record(shared).summary?.parametersSHA256 == alone)
  }

  @Test func fedSimWithEverythingSharedIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let shared = try SmallRun.fingerprint {
      $0.method = "fedsim"
      $0.fedAltShared = 1
    }
    #expect(shared == plain)
  }

  @Test func fedSimIsFedAvgWithPersonalUpperLayers() throws {
    let half = try SmallRun.fingerprint { $0.method = "fedsim" }
    let upper = try SmallRun.fingerprint {
      $0.method = "fedavg-lora"
      $0.personal = .upper
    }
    #expect(upper == half)
    #expect(try SmallRun.fingerprint { $0.method = "fedalt" } != half, "which takes turns")
  }
}
