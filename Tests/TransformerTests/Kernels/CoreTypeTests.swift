import Testing

@testable import Transformer

@Suite struct CoreTypeTests {
  private func missed(_ chosen: String, told: String? = nil, fitting: String = "SkylakeX")
    -> String?
  {
    LinearAlgebra.missedCoreType(chosen: chosen, told: told, fitting: fitting)
  }

  @Test func onlyAFallbackIsCorrected() {
    #expect(missed("Prescott") == "SkylakeX")
    #expect(missed("generic", fitting: "Haswell") == "Haswell")
    #expect(missed("Haswell") == nil, "its choice stands, whatever else the processor has")
    #expect(missed("Zen") == nil)
  }

  @Test func whoToldItIsNotContradicted() {
    #expect(missed("Prescott", told: "Prescott") == nil)
    #expect(missed("Prescott", told: "") == nil)
  }

  @Test func anOldProcessorKeepsWhatItHas() {
    #expect(missed("Nehalem", fitting: "") == nil)
  }
}
