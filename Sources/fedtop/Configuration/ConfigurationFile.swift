import Foundation
import Metrics
import Sim
import TOMLKit
import TUI

/// A TOML file with the settings of a run: one table a section, keys as in `Setting.all`.
struct ConfigurationFile {
  /// Where it was read from.
  let path: String
  private let text: String
  private let table: TOMLTable

  /// Reads and parses a file.
  /// - Throws: `ConfigurationError`.
  init(path: String) throws(ConfigurationError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .notFound(path: path)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .malformed(path: path, line: 1, reason: "it is not UTF-8 text")
    }
    do throws(TOMLFile.Flaw) {
      table = try TOMLFile.table(text)
    } catch {
      throw .malformed(path: path, line: error.line, reason: error.message)
    }
    self.path = path
    self.text = text
  }

  /// A table at the top of the file; nil when there is none of this name.
  func table(_ name: String) -> TOMLTable? { table[name]?.table }

  /// Whether the file sets `section.key`.
  func names(_ key: String) -> Bool {
    let parts = key.split(separator: ".").map(String.init)
    return table[parts[0]]?.table?[parts[1]] != nil || table[key] != nil
  }

  /// Sets everything the file names.
  ///
  /// - Parameter others: tables that are no settings of a run.
  /// - Throws: `ConfigurationError.setting` with the line of an unknown key or a bad value.
  func apply(
    to settings: inout Settings, except others: Set<String> = []
  ) throws(ConfigurationError) {
    for section in table.keys where !others.contains(section) {
      guard section != SweepFile.section else {
        throw .setting(
          path: path, line: nil,
          reason: "the table [\(section)] is of many runs: fedtop sweep \(path) makes them")
      }
      guard let inner = table[section]?.table else {
        try apply(key: section, name: section, section: nil, table[section], to: &settings)
        continue
      }
      for name in inner.keys {
        let key = "\(section).\(name)"
        try apply(key: key, name: name, section: section, inner[name], to: &settings)
      }
    }
  }

  private func apply(
    key: String, name: String, section: String?, _ value: (any TOMLValueConvertible)?,
    to settings: inout Settings
  ) throws(ConfigurationError) {
    do throws(SettingsError) {
      let setting = try Setting.named(key)
      guard let plain = value.flatMap(Self.value) else {
        throw .conflict(Self.nested(setting, value))
      }
      if case .text(let text) = plain, Self.isQuoted(text, for: setting) {
        throw .conflict("\(key) = \"\(text)\" is a string: take the quotes away")
      }
      try setting.set(plain, in: &settings)
    } catch {
      throw .setting(path: path, line: line(of: name, in: section), reason: error.description)
    }
  }

  /// Whether text would be right without the quotes around it.
  private static func isQuoted(_ text: String, for setting: Setting) -> Bool {
    switch setting.kind {
    case .text, .choice: return false
    case .integer, .number, .flag:
      var settings = Settings()
      return (try? setting.set(text: text, in: &settings)) != nil
    }
  }

  /// What is said of a value that holds others.
  private static func nested(
    _ setting: Setting, _ value: (any TOMLValueConvertible)?
  ) -> String {
    guard let array = value?.array else {
      return "\(setting.key) is \(value?.table == nil ? "a date or a time" : "a table"): "
        + "it must be \(setting.expectation)"
    }
    let words = array.compactMap(\.string)
    let hint =
      setting.kind == .text && words.count == array.count && !words.isEmpty
      ? ", such as \"\(words.joined(separator: ","))\"" : ""
    return "\(setting.key) is an array: it must be \(setting.expectation)\(hint)"
  }

  /// A plain value; nil for one that holds others.
  static func value(_ value: any TOMLValueConvertible) -> ConfigValue? {
    if let flag = value.bool { return .bool(flag) }
    if let number = value.int { return .integer(number) }
    if let number = value.double { return .number(number) }
    if let text = value.string { return .text(text) }
    return nil
  }

  /// Line on which a key stands; the parser keeps no places of keys.
  private func line(of name: String, in section: String?) -> Int? {
    var current: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed.hasPrefix("["), let end = trimmed.firstIndex(of: "]") {
        current = trimmed[trimmed.index(after: trimmed.startIndex)..<end]
          .trimmingCharacters(in: .whitespaces)
      }
      let key = trimmed.split(separator: "=").first?.trimmingCharacters(in: .whitespaces)
      let matches =
        key == name && current == section
        || key == [section, name].compactMap(\.self).joined(separator: ".") && current == nil
      if matches, trimmed.contains("=") { return index + 1 }
    }
    return nil
  }
}
