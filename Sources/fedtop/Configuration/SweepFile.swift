import Foundation
import Host
import Metrics
import Sim
import TOMLKit

/// A TOML file of a sweep: settings that all runs share, as in any configuration file, and a table `[sweep]` with what
/// varies.
struct SweepFile {
  private let file: ConfigurationFile
  private let sweep: TOMLTable

  /// Reads and parses a file.
  /// - Throws: `ConfigurationError`, also when the file has no table `[sweep]`.
  init(path: String) throws(ConfigurationError) {
    file = try ConfigurationFile(path: path)
    guard let sweep = file.table(Self.section) else {
      throw .setting(
        path: path, line: nil,
        reason:
          "no table [sweep]: it says what varies, such as methods = [\"fibecfed\", \"fedavg-lora\"]"
      )
    }
    self.sweep = sweep
  }

  /// The name of that table.
  static let section = "sweep"

  /// What the file asks for.
  /// - Throws: `ConfigurationError` with the table and key that make no sense.
  func outline() throws(ConfigurationError) -> SweepOutline {
    var base = Settings()
    try file.apply(to: &base, except: [Self.section])
    base.expandHome()
    let stem = (URL(fileURLWithPath: file.path).lastPathComponent as NSString).deletingPathExtension
    var outline = SweepOutline(name: stem, base: base)
    if !file.names("run.directory") { outline.base.runs += "/\(stem)" }
    for key in sweep.keys {
      let value = sweep[key]
      switch key {
      case "methods": outline.methods = try texts(value, key)
      case "seeds": outline.seeds = try integers(value, key)
      case "grid": outline.grid = try axes(value, key)
      case "factor": outline.factors = try axes(value, key)
      case "search": outline.search = try search(value)
      case "halving": outline.halving = try halving(value, rounds: base.rounds)
      case "case": outline.cases = try cases(value)
      case "method":
        for (method, inner) in try tables(value, key) {
          outline.ofMethod[method] = try settings(inner, "\(key).\(method)")
        }
      default:
        throw fault(key, "there is methods, seeds, grid, factor, search, case, method and halving")
      }
    }
    return outline
  }

  // MARK: - Parts

  private func axes(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ConfigurationError) -> [SweepOutline.Axis] {
    guard let table = value?.table else { throw fault(key, "must be a table of lists") }
    var axes: [SweepOutline.Axis] = []
    for (name, value) in flat(table) {
      guard let list = value.array, !list.isEmpty else {
        throw fault("\(key).\(name)", "must be a list of values, such as [1, 2]")
      }
      var values: [ConfigValue] = []
      for item in list {
        guard let plain = ConfigurationFile.value(item) else {
          throw fault("\(key).\(name)", "a value of the list is none that a setting has")
        }
        values.append(plain)
      }
      axes.append(SweepOutline.Axis(name, values))
    }
    return axes
  }

  private func search(
    _ value: (any TOMLValueConvertible)?
  ) throws(ConfigurationError) -> SweepOutline.Search {
    guard let table = value?.table else { throw fault("search", "must be a table") }
    var search = SweepOutline.Search(draws: 0, seed: 0, ranges: [])
    for (name, value) in flat(table) {
      switch name {
      case "draws":
        guard let draws = value.int, (1...10_000).contains(draws) else {
          throw fault("search.draws", "must be a whole number from 1 to 10000")
        }
        search.draws = draws
      case "seed":
        guard let seed = value.int else { throw fault("search.seed", "must be a whole number") }
        search.seed = seed
      default:
        let bounds = try numbers(value, "search.\(name)")
        guard bounds.count == 2, bounds[0] > 0, bounds[0] < bounds[1] else {
          throw fault("search.\(name)", "must be two numbers above 0, the smaller first")
        }
        search.ranges.append((name, bounds[0]...bounds[1]))
      }
    }
    guard search.draws > 0, !search.ranges.isEmpty else {
      throw fault("search", "needs draws, and a setting with two bounds")
    }
    return search
  }

  private func halving(
    _ value: (any TOMLValueConvertible)?, rounds: Int
  ) throws(ConfigurationError) -> Halving {
    guard let table = value?.table else { throw fault("halving", "must be a table") }
    for key in table.keys where key != "rungs" && key != "keep" {
      throw fault("halving.\(key)", "there is rungs and keep")
    }
    let rungs = try integers(table["rungs"], "halving.rungs")
    guard !rungs.isEmpty, zip(rungs, rungs.dropFirst()).allSatisfy(<),
      rungs.allSatisfy({ (1..<rounds).contains($0) })
    else { throw fault("halving.rungs", "must be rounds below the \(rounds) of a run, ascending") }
    let given = table["keep"].map { $0.double ?? $0.int.map(Double.init) }
    guard let keep = given ?? 0.5, keep > 0, keep < 1 else {
      throw fault("halving.keep", "must be a number between 0 and 1")
    }
    return Halving(rungs: rungs, keep: keep)
  }

  private func cases(
    _ value: (any TOMLValueConvertible)?
  ) throws(ConfigurationError) -> [SweepOutline.Case] {
    guard let array = value?.array else { throw fault("case", "must be tables: [[sweep.case]]") }
    var cases: [SweepOutline.Case] = []
    for item in array {
      guard let table = item.table, let name = table["name"]?.string, !name.isEmpty else {
        throw fault("case", "each needs a name")
      }
      guard !cases.contains(where: { $0.name == name }) else {
        throw fault("case", "two are called \(name)")
      }
      cases.append(SweepOutline.Case(name, try settings(table, "case", except: ["name"])))
    }
    return cases
  }

  private func settings(
    _ table: TOMLTable, _ place: String, except: Set<String> = []
  ) throws(ConfigurationError) -> [String: ConfigValue] {
    var settings: [String: ConfigValue] = [:]
    for (name, value) in flat(table) where !except.contains(name) {
      guard let plain = ConfigurationFile.value(value) else {
        throw fault("\(place).\(name)", "must be one value")
      }
      settings[name] = plain
    }
    return settings
  }

  // MARK: - Values

  /// Tables by name: `"a/b"` in quotes, or `[sweep.method.a]`.
  private func tables(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ConfigurationError) -> [(String, TOMLTable)] {
    guard let table = value?.table else { throw fault(key, "must be tables: [sweep.\(key).NAME]") }
    var tables: [(String, TOMLTable)] = []
    for name in table.keys {
      guard let inner = table[name]?.table else {
        throw fault("\(key).\(name)", "must be a table of settings")
      }
      tables.append((name, inner))
    }
    return tables
  }

  /// Values by dotted key, written as one or as tables in tables.
  private func flat(_ table: TOMLTable, under prefix: String = "") -> [(
    String, any TOMLValueConvertible
  )] {
    table.keys.flatMap { name -> [(String, any TOMLValueConvertible)] in
      guard let value = table[name] else { return [] }
      if let inner = value.table { return flat(inner, under: "\(prefix)\(name).") }
      return [("\(prefix)\(name)", value)]
    }
  }

  /// A list whose items are all of one kind.
  private func list<Item>(
    _ value: (any TOMLValueConvertible)?, _ key: String, of kind: String,
    _ read: (any TOMLValueConvertible) -> Item?
  ) throws(ConfigurationError) -> [Item] {
    let items = value?.array.map(Array.init) ?? []
    let found = items.compactMap(read)
    guard !found.isEmpty, found.count == items.count else {
      throw fault(key, "must be a list of \(kind)")
    }
    return found
  }

  private func texts(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ConfigurationError) -> [String] {
    try list(value, key, of: "names") { $0.string }
  }

  private func numbers(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ConfigurationError) -> [Double] {
    try list(value, key, of: "numbers") { $0.double ?? $0.int.map(Double.init) }
  }

  private func integers(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ConfigurationError) -> [Int] {
    try list(value, key, of: "whole numbers") { $0.int }
  }

  private func fault(_ key: String, _ reason: String) -> ConfigurationError {
    .setting(path: file.path, line: nil, reason: "sweep.\(key): \(reason)")
  }
}
