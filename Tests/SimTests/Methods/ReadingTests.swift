import Metrics
import Testing

@testable import Sim

/// FibecFed's readings and ablations are first values and pinned settings, nothing else.
struct ReadingTests {
  @Test func aReadingSetsFirstValuesAndLeavesTheRestToPeople() throws {
    var settings = Settings()
    settings.reading = .figure1
    #expect(settings.layerScore == .accumulated && settings.balance == .none)
    #expect(settings.maskRefresh == .initial && settings.schedule == .linear)
    settings.balance = .label
    #expect(settings.balance == .label)
    #expect(settings.config["gal.count"] == .text("gap"))
    // Another method has no such reading.
    settings.method = "fedavg-lora"
    #expect(settings.schedule == .paced)
  }

  @Test func allValuesOfAReadingAreValuesOfTheirSettings() throws {
    for (reading, values) in MethodRecipe.fibecFedReadings {
      #expect(Reading(rawValue: reading) != nil)
      for (key, value) in values {
        var settings = Settings()
        let setting = try Setting.named(key)
        try setting.set(value, in: &settings)
        #expect(setting.isRead(by: .fibecFed))
      }
    }
  }

  @Test func anAblationIsFibecFedWithItsSettings() throws {
    for recipe in MethodRecipe.fibecFedAblations {
      let ablation = try SmallRun.record { $0.method = recipe.name }
      let same = try SmallRun.record { settings in
        for (key, value) in recipe.pinned {
          try? Setting.named(key).set(value, in: &settings)
        }
      }
      #expect(ablation.summary?.parametersSHA256 == same.summary?.parametersSHA256)
      let whole = try SmallRun.record { _ in }
      #expect(
        ablation.summary?.parametersSHA256 != whole.summary?.parametersSHA256, "\(recipe.name)")
    }
  }

  @Test func whatAnAblationIsNamedAfterCannotBeSetOtherwise() throws {
    var settings = Settings()
    settings.method = "fibecfed/no-mask"
    let recipe = try MethodRegistry.recipe(settings.method)
    #expect(settings.sparsity == 1)
    _ = try recipe.method(settings)
    settings.sparsity = 0.5
    let error = #expect(throws: SettingsError.self) { try recipe.method(settings) }
    #expect(error?.description.hasPrefix("mask.sparsity = 0.5: fibecfed/no-mask is named") == true)
    #expect(!recipe.knobs.contains { $0.key == "mask.sparsity" })
  }
}
