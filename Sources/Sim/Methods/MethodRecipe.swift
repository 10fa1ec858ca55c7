import Metrics

/// A method's entry in the registry: its name, its source, its settings, and how it is composed of them.
public struct MethodRecipe: Sendable {
  /// Composes the method with the constants of the settings; throws for a constant that makes no sense.
  public typealias Composer = @Sendable (Settings) throws(SettingsError) -> Method

  /// Registry name, such as `fibecfed`; an ablation's is `method/what-is-changed`.
  public var name: String
  /// One sentence: what it does.
  public var summary: String
  /// Paper, section.
  public var source: String
  /// Settings that it reads beside those that every run has; those that are knobs may change while a run is live.
  public var settings: [Setting]
  /// Its own first values of settings that other methods have too, by key.
  public var firstValues: [String: ConfigValue]
  /// First values by the words of `method.reading`, which come before its own.
  public var readings: [String: [String: ConfigValue]]
  /// Settings that this entry is named after and that cannot be set otherwise, by key: an ablation's.
  public var pinned: [String: ConfigValue] = [:]
  /// What people are told of it.
  public var card: MethodCard
  private let advice: @Sendable (Settings) -> [String]
  private let compose: Composer

  /// Makes an entry; see the properties.
  ///
  /// - Parameters:
  ///   - notes: what a user of these settings should be told, a sentence each.
  ///   - method: composes it.
  init(
    name: String, summary: String, source: String, settings: [Setting],
    firstValues: [String: ConfigValue] = [:], readings: [String: [String: ConfigValue]] = [:],
    card: MethodCard,
    notes: @escaping @Sendable (Settings) -> [String] = { _ in [] }, method: @escaping Composer
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.settings = settings
    self.firstValues = firstValues
    self.readings = readings
    self.card = card
    advice = notes
    compose = method
  }

  /// What a user of these settings should be told, a sentence each.
  public func notes(_ settings: Settings) -> [String] { advice(settings) }

  /// The method with the constants of `settings`.
  /// - Throws: `SettingsError` for a constant that makes no sense.
  public func method(_ settings: Settings) throws(SettingsError) -> Method {
    for (key, value) in pinned.sorted(by: { $0.key < $1.key }) {
      let found = try Setting.named(key).value(in: settings)
      guard found == value else {
        throw .conflict(
          "\(key) = \(found): \(name) is named after \(key) = \(value); take another method to set it"
        )
      }
    }
    return try compose(settings)
  }

  /// The first value of a setting with this method.
  public func firstValue(of setting: Setting) -> ConfigValue {
    firstValue(setting.key, reading: nil) ?? setting.initial
  }

  /// The first value of a setting with this reading; nil: everybody's.
  func firstValue(_ key: String, reading: String?) -> ConfigValue? {
    pinned[key] ?? reading.flatMap { readings[$0]?[key] } ?? firstValues[key]
  }

  /// This method with settings pinned, under a name of its own: an ablation.
  func ablation(
    _ suffix: String, _ summary: String, pinned: [String: ConfigValue]
  ) -> MethodRecipe {
    var variant = self
    variant.name = "\(name)/\(suffix)"
    variant.summary = summary
    variant.pinned = pinned
    return variant
  }

  /// What may change while a run is live: the method's own knobs, then everybody's.
  public var knobs: [Setting] {
    (settings + Setting.training.sorted { $0.knobRank < $1.knobRank } + Setting.federation)
      .filter { $0.knob != nil && pinned[$0.key] == nil }
  }
}

/// What people are told of a method: a row of `fedtop methods`, and the text of `fedtop methods NAME` and of its section in
/// docs/methods.md, which are the same.
public struct MethodCard: Sendable {
  /// What is trained, in a few words.
  public var trains: String
  /// What travels, in a few words.
  public var travels: String
  /// What clients and server keep between rounds beside the parameters that travel, in a few words.
  public var keeps: String
  /// Passes over the data beside training's own, in a few words.
  public var passes: String
  /// What it does and why: paragraphs between empty lines, whose single line breaks count as spaces.
  public var text: String
  /// Its equations in plain text, one a line.
  public var equations: String
  /// In what this form departs from its paper: paragraphs like those of `text`.
  public var departures: String

  /// Makes a card; see the properties.
  init(
    trains: String, travels: String, keeps: String = "nothing", passes: String = "none",
    text: String, equations: String, departures: String = ""
  ) {
    self.trains = trains
    self.travels = travels
    self.keeps = keeps
    self.passes = passes
    self.text = text
    self.equations = equations
    self.departures = departures
  }

  /// The paragraphs of a text, each on one line.
  public static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(whereSeparator: \.isEmpty).map { $0.joined(separator: " ") }
  }
}

extension Setting {
  /// The learning rate first: it is turned most.
  fileprivate var knobRank: Int { name == "learning_rate" ? 0 : 1 }
}
