import Testing

@testable import Sim

struct MethodRegistryTests {
  @Test(arguments: MethodRegistry.names)
  func everyMethodComposes(name: String) throws {
    let recipe = try MethodRegistry.recipe(name)
    #expect(recipe.name == name)
    #expect(recipe.summary.hasSuffix("."))
    #expect(recipe.source.contains("arXiv"))
    var settings = Settings()
    settings.method = name
    _ = try recipe.method(settings)
  }

  @Test(arguments: MethodRegistry.recipes.map(\.name))
  func everyMethodIsDescribed(name: String) throws {
    let card = try MethodRegistry.recipe(name).card
    for text in [card.trains, card.travels, card.keeps, card.passes] {
      #expect(!text.isEmpty && !text.contains("\n"))
    }
    #expect(!MethodCard.paragraphs(card.text).isEmpty && !card.equations.isEmpty)
  }

  @Test func theListHasEveryMethodOnce() {
    #expect(Set(MethodRegistry.names).count == MethodRegistry.names.count)
  }

  @Test func aSlipNamesTheNearestMethod() {
    let error = #expect(throws: SettingsError.self) { try MethodRegistry.recipe("fibecfd") }
    #expect(error?.description.contains("did you mean fibecfed?") == true)
    #expect(error?.description.contains("fedtop methods") == true)
  }

  @Test(arguments: ["", "querry", "query,,x", " , "])
  func targetsThatAreNoMapsAreErrors(targets: String) {
    var settings = Settings()
    settings.targets = targets
    let error = #expect(throws: SettingsError.self) { try MethodRecipe.fibecFed.method(settings) }
    #expect(error?.description.hasPrefix("lora.targets = \(targets): must be") == true)
  }

  @Test func targetsComeInTheOrderOfTheLayer() throws {
    var settings = Settings()
    settings.targets = "value, query"
    #expect(try LoRAModules(settings).sites == [.query, .value])
    settings.targets = "all"
    #expect(try LoRAModules(settings).sites.count == 8)
  }

  @Test func fibecFedIsItsParts() throws {
    let method = try MethodRecipe.fibecFed.method(Settings())
    #expect(method.curriculum is FisherCurriculum)
    #expect(method.exchange is GlobalLayers)
    #expect(method.rules.count == 1 && method.rules[0] is NeuronMask)
    #expect(method.initialisation is LayerChoice)
  }
}
