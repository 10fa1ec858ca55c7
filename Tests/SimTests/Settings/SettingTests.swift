import Foundation
import Metrics
import Testing
import Transformer

@testable import Sim

struct SettingTests {
  /// Text that `setting` takes and that is not its default.
  private func otherText(_ setting: Setting) -> String {
    let present = setting.value(in: Settings()).description
    switch setting.kind {
    case .integer(let range):
      return String(present == String(range.upperBound) ? range.lowerBound : range.upperBound)
    case .number(let range):
      return String(present == String(range.upperBound) ? range.lowerBound : range.upperBound)
    case .choice(let words): return words.first { $0 != present } ?? ""
    case .text: return "some other text"
    case .flag: return present == "true" ? "false" : "true"
    }
  }

  @Test func everyFieldHasOneKey() {
    #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
    #expect(Settings().config.count == Setting.all.count)
  }

  @Test(arguments: Setting.all.map(\.key))
  func keysAreASectionAndAName(key: String) throws {
    let setting = try Setting.named(key)
    #expect("\(setting.section).\(setting.name)" == key)
    #expect(setting.help.hasSuffix("."))
  }

  @Test(arguments: Setting.all.map(\.key))
  func everyValueSurvivesItsText(key: String) throws {
    let setting = try Setting.named(key)
    var first = Settings()
    // A speed that is set takes the place of devices.
    if Setting.speeds.contains(where: { $0.key == key }) { first.devices = "" }
    var settings = first
    try setting.set(text: setting.value(in: settings).description, in: &settings)
    #expect(settings == first, "the default is in bounds and comes back")
    try setting.set(text: otherText(setting), in: &settings)
    let changed = settings.config.filter { $0.value != first.config[$0.key] }
    // A reading is other first values of other settings.
    let own = key == "method.reading" ? [key: changed[key]] : changed.mapValues { $0 }
    #expect(Array(own.keys) == [key], "a key writes its own field and no other")
    var again = Settings()
    try setting.set(text: setting.value(in: settings).description, in: &again)
    #expect(again == settings)
  }

  @Test func aSpeedThatIsSetTakesThePlaceOfDevices() throws {
    #expect(Settings().devices == "boards-lte-m")
    for key in Setting.speeds.map(\.key) {
      let config = try Settings(config: [key: .number(1e6)])
      #expect(config.devices == "", "\(key)")
    }
    let both = try Settings(config: [
      "clock.uplink": .number(1e6), "clock.devices": .text("phones-4g"),
    ])
    #expect(both.devices == "phones-4g")
    #expect(try Settings(config: ["clock.speed_spread": .number(0)]).devices == "boards-lte-m")
  }

  @Test(arguments: Setting.all.map(\.key))
  func whatIsOutOfBoundsChangesNothing(key: String) throws {
    let setting = try Setting.named(key)
    let wrong: [String]
    switch setting.kind {
    case .integer(let range):
      let above = range.upperBound < Int.max ? [String(range.upperBound + 1)] : []
      wrong = [String(range.lowerBound - 1), "1.5", "", "many", "99999999999999999999"] + above
    case .number(let range):
      wrong = [
        String(range.lowerBound.nextDown), String(range.upperBound.nextUp), "nan", "inf", "x", "",
      ]
    case .choice: wrong = ["", "no such word"]
    case .text: wrong = []
    case .flag: wrong = ["yes", "1", ""]
    }
    for text in wrong {
      var settings = Settings()
      #expect(throws: SettingsError.self, "\(text)") {
        try setting.set(text: text, in: &settings)
      }
      #expect(settings == Settings())
    }
  }

  @Test(arguments: MethodRegistry.names)
  func aMethodDeclaresWhatItReads(name: String) throws {
    let recipe = try MethodRegistry.recipe(name)
    let known = Set(Setting.all.map(\.key))
    #expect(recipe.settings.allSatisfy { known.contains($0.key) })
    #expect(!recipe.knobs.isEmpty)
    for knob in recipe.knobs {
      let described = try #require(knob.described(in: Settings()))
      #expect((described.minimum...described.maximum).contains(described.value))
    }
  }

  @Test func aKnobHasTheBoundsOfItsSetting() throws {
    let recipe = MethodRecipe.fibecFed
    for setting in recipe.knobs {
      let knob = try #require(setting.described(in: Settings()))
      for (value, isRight) in [
        (knob.minimum, true), (knob.maximum, true), (knob.minimum.nextDown, false),
        (knob.maximum.nextUp, false), (.nan, false), (.infinity, false),
      ] {
        var settings = Settings()
        #expect(
          recipe.turn(knob.name, to: value, in: &settings) == isRight, "\(knob.name) \(value)")
        #expect(isRight || settings == Settings())
      }
    }
    var settings = Settings()
    #expect(!recipe.turn("local_epochs", to: 1.5, in: &settings), "a whole number it must be")
    #expect(!recipe.turn("seed", to: 1, in: &settings), "and what is no knob stays")
    settings.clients = 4
    #expect(!recipe.turn("cohort", to: 5, in: &settings))
    #expect(settings.limitCohort()?.contains("there are 4 clients") == true)
    #expect(settings.cohort == 4 && settings.limitCohort() == nil)
  }

  @Test func settingsSurviveTheirCode() throws {
    var settings = Settings()
    settings.seed = 7
    settings.unit = .batch
    settings.noise = 0.25
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(Settings.self, from: data) == settings)
  }

  @Test func anErrorNamesKeyValueAndBounds() throws {
    var settings = Settings()
    let error = #expect(throws: SettingsError.self) {
      try Setting.named("federation.clients").set(text: "0", in: &settings)
    }
    #expect(
      error?.description == "federation.clients = 0: must be a whole number from 1 to 1000000")
  }

  @Test func wholeNumbersAreNumbersAndText() throws {
    var settings = Settings()
    try Setting.named("train.learning_rate").set(.integer(1), in: &settings)
    try Setting.named("gal.count").set(.integer(3), in: &settings)
    #expect(settings.learningRate == 1)
    #expect(settings.gal == "3")
    #expect(throws: SettingsError.self) {
      try Setting.named("federation.clients").set(.bool(true), in: &settings)
    }
  }

  @Test(arguments: [
    ("federation.client", "federation.clients"), ("clients", "federation.clients"),
    ("train.learning-rate", "train.learning_rate"), ("sparsty", "mask.sparsity"),
    ("curiculum.beta", "curriculum.beta"), ("seed", "run.seed"),
  ])
  func aSlipNamesTheNearestKey(typed: String, meant: String) {
    let error = #expect(throws: SettingsError.self) { try Setting.named(typed) }
    #expect(error == .unknown(key: typed, nearest: meant))
    #expect(error?.description == "unknown setting '\(typed)': did you mean '\(meant)'?")
  }

  @Test func nonsenseIsNearToNothing() {
    #expect(Setting.nearest(to: "qqqqqqqqqqqq", in: Setting.all.map(\.key)) == nil)
    #expect(Setting.nearest(to: "a", in: []) == nil)
  }

  @Test func optimizerSettingsFollow() {
    var settings = Settings()
    settings.optimizer = .sgd
    settings.momentum = 0.5
    settings.clip = 3
    let optimizer = OptimizerSettings(settings)
    #expect(optimizer.kind == .sgd)
    #expect(optimizer.momentum == 0.5)
    #expect(optimizer.clipNorm == 3)
    #expect(OptimizerSettings(Settings()).kind == .adamW)
  }
}
