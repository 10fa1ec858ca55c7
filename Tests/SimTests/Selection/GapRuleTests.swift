import Testing

@testable import Sim

struct GapRuleTests {
  private let spectrum = [0.01, 0.02, 0.05, 0.06, 0.9, 1, 1.4, 3]

  @Test(arguments: [(0, 1), (0.005, 2), (0.1, 4), (0.2, 4), (0.35, 7), (0.5, nil)])
  func theFirstGapWiderThanFourTimesTheConstant(lipschitz: Double, expected: Int?) {
    #expect(GapRule.valuesBelow(spectrum: spectrum, lipschitz: lipschitz) == expected)
  }

  @Test func theWidestGapIsTheFallback() {
    #expect(GapRule.valuesBelowWidest(spectrum: spectrum) == 7)
    #expect(GapRule.valuesBelowWidest(spectrum: [1, 2, 3]) == 1)
  }

  @Test func fewValuesHaveNoGap() {
    #expect(GapRule.valuesBelow(spectrum: [], lipschitz: 0) == nil)
    #expect(GapRule.valuesBelow(spectrum: [1], lipschitz: 0) == nil)
    #expect(GapRule.valuesBelow(spectrum: [1, 1], lipschitz: 0) == nil)
    #expect(GapRule.valuesBelowWidest(spectrum: [1]) == nil)
  }
}
