extension Setting {
  /// Every setting, in the order of a configuration file: what every run has, between it what the methods declare.
  public static let all: [Setting] = {
    var known: Set<String> = []
    let own = MethodRegistry.recipes.flatMap { $0.settings }
    let settings =
      (modelAndData + task + federation + partitioning + training + own + channel + surroundings
      + clock)
      .filter { known.insert($0.key).inserted }
    // A table of a file is written once: what belongs to a section stands together, in the order of first mention.
    var places: [String: Int] = [:]
    var sections: [[Setting]] = []
    for setting in settings {
      let place = places[setting.section, default: sections.count]
      if place == sections.count {
        places[setting.section] = place
        sections.append([])
      }
      sections[place].append(setting)
    }
    return sections.flatMap(\.self)
  }()

  /// Whether a method reads this setting: its own, or one that every run has.
  public func isRead(by recipe: MethodRecipe) -> Bool {
    recipe.settings.contains { $0.key == key } || Self.everybodys.contains(key)
  }

  private static let everybodys = Set(
    (modelAndData + task + federation + partitioning + training + channel + surroundings + clock)
      .map(\.key))

  /// Whether a setting is a condition that methods are compared under, and no choice of one.
  ///
  /// The clock's devices and links are such; how long the server waits for them is its choice.
  public static func isCondition(_ key: String) -> Bool {
    let choices = [
      "evaluation.local", "evaluation.fresh_steps", "clock.mode", "clock.late", "clock.oversample",
      "clock.deadline", "clock.buffer", "clock.staleness",
    ]
    let section = key.prefix { $0 != "." }
    return ["data", "model", "task", "federation", "partition", "clock", "evaluation"]
      .contains(section)
      && !choices.contains(key)
  }

  /// The settings at some keys: `Setting.of(\.rank, \.loraAlpha)`.
  static func of<each Value>(
    _ paths: repeat KeyPath<SettingKeys, SettingKey<each Value>>
  ) -> [Setting] {
    var settings: [Setting] = []
    for path in repeat each paths { settings.append(SettingKeys()[keyPath: path].setting) }
    return settings
  }

  /// The setting with this key.
  /// - Throws: `SettingsError.unknown`, naming the nearest key.
  public static func named(_ key: String) throws(SettingsError) -> Setting {
    if let setting = all.first(where: { $0.key == key }) { return setting }
    throw .unknown(key: key, nearest: nearest(to: key, in: all.map(\.key)))
  }

  /// The candidate with the fewest edits to `word`, if it is near enough to be meant.
  public static func nearest(to word: String, in candidates: [String]) -> String? {
    let scored = candidates.map { candidate -> (String, Int) in
      // `clients` is meant where `federation.clients` is right: compare with and without the section.
      let short = candidate.split(separator: ".").last.map(String.init) ?? candidate
      return (candidate, min(word.edits(to: candidate), word.edits(to: short)))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }),
      best.1 <= max(2, (word.split(separator: ".").last ?? "").count / 3)
    else {
      return nil
    }
    return best.0
  }
}
