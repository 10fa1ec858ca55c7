import Testing

@testable import Sim

struct LayerCountTests {
  @Test(arguments: [
    ("auto", LayerCount.gap), ("gap", .gap), ("plateau", .plateau), ("all", .all),
    ("none", .none), ("0", .fixed(0)), ("3", .fixed(3)), ("6", .fixed(6)),
    ("0.5", .fraction(0.5)), ("1e-3", .fraction(1e-3)),
  ])
  func textsOfAConfiguration(text: String, expected: LayerCount) throws {
    #expect(try LayerCount(text, layers: 6) == expected)
  }

  @Test(arguments: ["7", "-1", "1.0", "1.5", "0.0", "-0.5", "nan", "inf", "", "most", "All", " 3"])
  func otherTextsAreErrors(text: String) {
    let error = #expect(throws: SettingsError.self) { try LayerCount(text, layers: 6) }
    #expect(error?.description.contains("a count from 0 to 6") == true)
  }

  @Test func sharesAreRoundedUp() {
    #expect(LayerCount.layers(share: 0, of: 12) == 0)
    #expect(LayerCount.layers(share: 0.01, of: 12) == 1)
    #expect(LayerCount.layers(share: 0.5, of: 12) == 6)
    #expect(LayerCount.layers(share: 0.51, of: 12) == 7)
    #expect(LayerCount.layers(share: 1.0 / 3, of: 6) == 2, "no ulp makes a layer more")
    #expect(LayerCount.layers(share: 1, of: 12) == 12)
    #expect(LayerCount.layers(share: 2, of: 12) == 12)
  }
}
