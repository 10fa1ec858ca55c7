import Testing

@testable import Sim

struct MethodRegistryTests {
  @Test(arguments: MethodRegistry.names)
  func everyMethodComposes(name: String) throws {
    var settings = Settings()
    settings.method = name
    let method = try MethodRegistry.method(settings)
    #expect(method.name == name, "the registry and the method agree on the name")
    #expect(method.summary.hasSuffix("."))
    #expect(method.source.contains("arXiv"))
  }

  @Test func theListHasEveryMethodOnce() throws {
    let all = try MethodRegistry.all(Settings()).map(\.name)
    #expect(all == MethodRegistry.names)
    #expect(Set(all).count == all.count)
  }

  @Test func aSlipNamesTheNearestMethod() {
    var settings = Settings()
    settings.method = "fibecfd"
    let error = #expect(throws: SettingsError.self) { try MethodRegistry.method(settings) }
    #expect(error?.description.contains("did you mean fibecfed?") == true)
    #expect(error?.description.contains("p-tuning-v2") == true)
  }

  @Test(arguments: ["", "querry", "query,,x", " , "])
  func targetsThatAreNoMapsAreErrors(targets: String) {
    var settings = Settings()
    settings.targets = targets
    let error = #expect(throws: SettingsError.self) { try MethodRegistry.method(settings) }
    #expect(error?.description.hasPrefix("lora.targets = \(targets): must be") == true)
  }

  @Test func targetsComeInTheOrderOfTheLayer() throws {
    var settings = Settings()
    settings.targets = "value, query"
    #expect(try LoRAModules(settings).sites == [.query, .value])
    settings.targets = "all"
    #expect(try LoRAModules(settings).sites.count == 6)
  }

  @Test func fibecFedIsItsFourChoices() throws {
    let method = try MethodRegistry.method(Settings())
    #expect(method.curriculum is FisherCurriculum)
    #expect(method.exchange is GlobalLayers)
    #expect(method.rules.count == 1 && method.rules[0] is NeuronMask)
  }
}
