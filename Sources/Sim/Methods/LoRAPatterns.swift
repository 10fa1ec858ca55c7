import Metrics
import Transformer

/// Numbers of single maps, such as `layer.0:4, value:16`; of those that fit a map the first counts.
///
/// A name is that of a map (`value`), of a layer (`layer.0`), of both (`layer.0.value`), or what PEFT takes: a name or
/// regular expression for the end of a module's path (`q_proj`, `layers\\.[01]\\..*`).
struct LoRAPatterns: Sendable {
  fileprivate struct Entry {
    var name: String
    var value: Double
    var pattern: ModulePattern
  }

  private let key: String
  private let entries: [Entry]

  /// Whether nothing is said.
  var isEmpty: Bool { entries.isEmpty }

  /// Reads a setting whose numbers have the bounds of `bounds`.
  /// - Throws: `SettingsError` for text of another form, or a number out of bounds.
  init(
    _ setting: SettingKey<String>, like bounds: Setting, _ settings: Settings
  ) throws(SettingsError) {
    key = setting.setting.key
    let text = setting.typed(setting.setting.value(in: settings))
    func refuse(_ part: String, _ expected: String) -> SettingsError {
      .invalid(key: setting.setting.key, value: part, expected: expected)
    }
    var entries: [Entry] = []
    var name = ""
    // A regular expression may have commas and colons: an entry ends behind a number.
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      name += name.isEmpty ? part : "," + part
      guard let colon = name.lastIndex(of: ":"),
        let number = Double(Self.trimmed(name[name.index(after: colon)...]))
      else { continue }
      let entry = Self.trimmed(name[..<colon])
      guard bounds.takes(number) else {
        throw refuse(Self.trimmed(name[...]), "a name and \(bounds.expectation)")
      }
      guard !entry.isEmpty, let pattern = ModulePattern(entry) else {
        throw refuse(Self.trimmed(name[...]), "a name or regular expression, then : and a number")
      }
      entries.append(Entry(name: entry, value: number, pattern: pattern))
      name = ""
    }
    guard Self.trimmed(name[...]).isEmpty else {
      throw refuse(
        Self.trimmed(name[...]), "names with numbers, such as layer.0:4, value:16")
    }
    self.entries = entries
  }

  /// The number of each of the maps that an entry means.
  /// - Throws: `SettingsError` for an entry that decides of none of them.
  func values(
    for maps: [LinearPlace], of configuration: EncoderConfiguration
  ) throws(SettingsError) -> [LinearPlace: Double] {
    var values: [LinearPlace: Double] = [:]
    for entry in entries {
      let meant = maps.filter { entry.means($0, of: configuration) }
      guard !meant.isEmpty else { throw unknown(entry, maps, configuration) }
      let open = meant.filter { values[$0] == nil }
      guard !open.isEmpty else {
        throw .conflict(
          "\(key): '\(entry.name)' never counts, for entries before it fit the same maps")
      }
      for place in open { values[place] = entry.value }
    }
    return values
  }

  private func unknown(
    _ entry: Entry, _ maps: [LinearPlace], _ configuration: EncoderConfiguration
  ) -> SettingsError {
    let sites = configuration.sites(maps.map(\.site)).map(\.rawValue)
    let layers = Set(maps.map(\.layer)).sorted().map { "layer.\($0)" }
    let both = maps.map { "layer.\($0.layer).\($0.site.rawValue)" }
    let modules = maps.compactMap { configuration.path(of: $0)?.split(separator: ".").last }
    let near = Setting.nearest(
      to: entry.name, in: sites + layers + both + Set(modules.map(String.init)).sorted())
    return .conflict(
      "\(key): '\(entry.name)' is no map of this model with LoRA: "
        + (near.map { "did you mean '\($0)'?" }
          ?? "those are \(sites.joined(separator: ", ")) of layer.0 to layer.\(configuration.layers - 1)")
    )
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension LoRAPatterns.Entry {
  /// Whether the entry is for a map.
  fileprivate func means(_ place: LinearPlace, of configuration: EncoderConfiguration) -> Bool {
    let own = "layer.\(place.layer)"
    if name == own { return true }
    let site = LinearSite.allCases.first { name == $0.rawValue || name == "\(own).\($0.rawValue)" }
    if let site, configuration.sites([site]).contains(place.site) { return true }
    return configuration.path(of: place).map(pattern.fits) ?? false
  }
}

extension Setting {
  /// Whether a number is one of its values.
  fileprivate func takes(_ number: Double) -> Bool {
    switch kind {
    case .integer(let range): Int(exactly: number).map(range.contains) ?? false
    case .number(let range): range.contains(number)
    default: false
    }
  }
}
