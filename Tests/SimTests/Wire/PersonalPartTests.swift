import Testing
import Transformer

@testable import Sim

/// `method.personal`: a part of any method stays with its client.
struct PersonalPartTests {
  @Test func rangesAreUnitedAndTakenAway() {
    let some = [2..<5, 7..<9]
    #expect(some.union([4..<7, 12..<13]) == [2..<9, 12..<13])
    #expect(some.union([]) == some)
    #expect([0..<10].subtracting(some) == [0..<2, 5..<7, 9..<10])
    #expect(some.subtracting([0..<3, 4..<8]) == [3..<4, 8..<9])
    #expect(some.subtracting([0..<20]).isEmpty && some.subtracting([5..<7]) == some)
  }

  /// What travels and what is personal: together what it was before, whatever the method.
  @Test(arguments: MethodRegistry.names)
  func aPartThatStaysNoLongerTravels(method: String) throws {
    let plain = try SmallRun.federation { $0.method = method }
    for part in PersonalPart.allCases { try check(part, of: plain) }
  }

  private func check(_ part: PersonalPart, of plain: Federation) throws {
    let method = plain.recipe.name
    let layout = plain.encoder.layout
    let global = Set(0..<plain.encoder.configuration.layers)
    do {
      let own = try SmallRun.federation {
        $0.method = method
        $0.personal = part
      }
      for round in 1...2 {
        let before = plain.method.exchange.travelling(layout, global: global, round: round)
        let after = own.method.exchange.travelling(layout, global: global, round: round)
        let personal = own.method.exchange.personal(layout, global: global)
        #expect(after.intersection(personal).isEmpty)
        #expect(after.union(personal.intersection(before)) == before.union([]))
        #expect((part == .none) == (after == before))
      }
    } catch let error as SettingsError {
      #expect(part != .none)
      #expect(error.description.hasPrefix("method.personal = \(part.rawValue): "))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test(arguments: [
    ("adapter", PersonalPart.b, "adapter trains no such part"),
    ("ffa-lora", .a, "ffa-lora sends no such part"),
    ("fedsa-lora", .a, "fedsa-lora sends nothing else"),
    ("rolora", .a, "with rolora it can be none or upper or lower"),
    ("flexlora", .upper, "with flexlora it can be none"),
    ("head-only", .upper, "head-only trains no such part"),
  ])
  func whatMakesNoSenseIsRefused(method: String, part: PersonalPart, why: String) {
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.method = method
        $0.personal = part
      }
    }
    #expect(error?.description == "method.personal = \(part.rawValue): \(why)")
  }

  @Test func fedAvgWithPersonalBAndHeadIsFedSA() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedsa-lora" }
    let same = try SmallRun.fingerprint {
      $0.method = "fedavg-lora"
      $0.personal = .b
      $0.head = .personal
    }
    #expect(same == plain)
  }

  @Test(arguments: ["adapter", "p-tuning-v2", "full", "scaffold", "fedadam", "lora-fair"])
  func halfOfTheLayersIsHalfOfTheBytes(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.personal = .lower
      $0.rounds = 1
    }
    let tape = try SmallRun.record(federation)
    let layout = federation.encoder.layout
    let shared = layout.ranges { ($0.layer ?? 6) >= 3 }.valueCount
    let times = method == "scaffold" ? 2 : 1
    #expect(tape.clients.allSatisfy { $0.bytesUp == 4 * times * shared && $0.failure == nil })
  }
}
