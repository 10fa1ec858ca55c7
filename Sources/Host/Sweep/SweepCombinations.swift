import Foundation
import Metrics
import Plain
import Sim

/// Every combination of what a sweep varies.
struct Combinations {
  private let outline: SweepOutline
  private let methods: [String]
  private let seeds: [Int]
  private let cases: [SweepOutline.Case?]

  init(_ outline: SweepOutline) {
    self.outline = outline
    methods = outline.methods.isEmpty ? [outline.base.method] : outline.methods
    seeds = outline.seeds.isEmpty ? [outline.base.seed] : outline.seeds
    cases = outline.cases.isEmpty ? [nil] : outline.cases
  }

  /// One value of each key that varies beside method, seed and case.
  private typealias Choice = [(key: String, value: ConfigValue, isFactor: Bool)]

  /// Keys that are varied, and whose values are therefore part of a run's labels.
  private var axes: [(key: String, values: [ConfigValue], isFactor: Bool)] {
    outline.grid.map { ($0.key, $0.values, false) }
      + outline.factors.map { ($0.key, $0.values, true) }
  }

  /// Keys of grid, factors and search.
  private var varied: [String] { axes.map(\.key) + (outline.search?.ranges.map(\.key) ?? []) }

  /// Keys of the cases, each once.
  private var bundled: [String] { Set(outline.cases.flatMap(\.settings.keys)).sorted() }

  /// What some methods do not read and what is rounded, a sentence each.
  var notes: [String] {
    let rounded = outline.factors.compactMap { axis -> String? in
      guard let setting = try? Setting.named(axis.key), case .integer = setting.kind,
        axis.values.contains(where: { Double($0.description).map { $0 != $0.rounded() } ?? false })
      else { return nil }
      return "\(axis.key) is a whole number: its products with [sweep.factor] are rounded"
    }
    return rounded
      + (varied + bundled).compactMap { key in
        let deaf = methods.filter { !reads($0, key) }
        guard !deaf.isEmpty else { return nil }
        return "\(key) is no setting of \(deaf.joined(separator: ", ")): left out there"
      }
  }

  /// Refuses what no combination could make sense of.
  func check() throws(SettingsError) {
    for method in methods + outline.ofMethod.keys.sorted() {
      let recipe = try MethodRegistry.recipe(method)
      for key in (outline.ofMethod[method] ?? [:]).keys.sorted() {
        guard try Setting.named(key).isRead(by: recipe), recipe.pinned[key] == nil else {
          throw .conflict("[sweep.method]: \(method) does not read \(key)")
        }
      }
    }
    if let stray = outline.ofMethod.keys.sorted().first(where: { !methods.contains($0) }) {
      throw .conflict("[sweep.method]: \(stray) is none of the sweep's methods")
    }
    for key in varied + bundled {
      _ = try Setting.named(key)
      guard methods.contains(where: { reads($0, key) }) else {
        throw .conflict(
          "\(key) is read by none of the sweep's methods: \(methods.joined(separator: ", "))")
      }
    }
    if (varied + bundled).contains(SettingKeys().seed.setting.key) {
      throw .conflict("run.seed is what [sweep] seeds vary: put its values there")
    }
    for (place, key) in varied.enumerated() where varied[..<place].contains(key) {
      throw .conflict("\(key) is varied twice")
    }
    try checkOwners()
  }

  /// Refuses a setting that two places would set, of which one would be heard; factors multiply what another has set.
  private func checkOwners() throws(SettingsError) {
    let places =
      outline.ofMethod.sorted { $0.key < $1.key }.map {
        ("[sweep.method.\($0.key)]", $0.value.keys.sorted())
      }
      + [("[[sweep.case]]", bundled)]
    let chosen =
      [("[sweep.grid]", outline.grid.map(\.key))]
      + [("[sweep.search]", outline.search?.ranges.map(\.key) ?? [])]
    for (place, keys) in places {
      // A method may not differ from the cases: one of the two would be lost.
      let others = place == "[[sweep.case]]" ? chosen : chosen + [("[[sweep.case]]", bundled)]
      for (other, taken) in others {
        guard let key = keys.first(where: taken.contains) else { continue }
        throw .conflict("\(key) is set in \(place) and in \(other): keep one of them")
      }
    }
  }

  /// All runs, seeds next to each other.
  func runs() throws(SettingsError) -> [SweepRun] {
    var runs: [SweepRun] = []
    for bundle in cases {
      for choice in try choices() {
        for method in methods {
          for seed in seeds { runs.append(try run(method, seed, bundle, choice)) }
        }
      }
    }
    return runs
  }

  private func reads(_ method: String, _ key: String) -> Bool {
    guard let recipe = try? MethodRegistry.recipe(method), let setting = try? Setting.named(key)
    else { return false }
    return setting.isRead(by: recipe) && recipe.pinned[key] == nil
  }

  /// The combinations of the axes, each with every draw of the search.
  private func choices() throws(SettingsError) -> [Choice] {
    var choices: [Choice] = [[]]
    for axis in axes {
      choices = choices.flatMap { choice in
        axis.values.map { choice + [(axis.key, $0, axis.isFactor)] }
      }
    }
    guard let search = outline.search else { return choices }
    let draws = try (0..<search.draws).map { draw throws(SettingsError) in
      try drawn(search, draw)
    }
    return choices.flatMap { choice in draws.map { choice + $0 } }
  }

  /// A draw of the search; three digits are enough to tell values apart, and to type them again.
  private func drawn(_ search: SweepOutline.Search, _ draw: Int) throws(SettingsError) -> Choice {
    var choice: Choice = []
    for (place, (key, range)) in search.ranges.enumerated() {
      var random = CounterRandom(
        seed: UInt64(bitPattern: Int64(search.seed)), purpose: .search, round: draw, client: place)
      let (low, high) = (log(range.lowerBound), log(range.upperBound))
      let number = exp(low + (high - low) * random.uniform())
      let scale = pow(10, 2 - floor(log10(number)))
      let rounded = (number * scale).rounded() / scale
      if case .integer = try Setting.named(key).kind {
        choice.append((key, .integer(try Self.whole(number, key)), false))
      } else {
        choice.append((key, .number(min(max(rounded, range.lowerBound), range.upperBound)), false))
      }
    }
    return choice
  }

  private func run(
    _ method: String, _ seed: Int, _ bundle: SweepOutline.Case?, _ choice: Choice
  ) throws(SettingsError) -> SweepRun {
    var settings = outline.base
    var labels = [("method", method)]
    settings.method = method
    try SettingKeys().seed.setting.set(.integer(seed), in: &settings)
    for (key, value) in (outline.ofMethod[method] ?? [:]).sorted(by: { $0.key < $1.key }) {
      try Setting.named(key).set(value, in: &settings)
    }
    if let bundle {
      labels.append(("case", bundle.name))
      for (key, value) in bundle.settings.sorted(by: { $0.key < $1.key })
      where reads(method, key) {
        try Setting.named(key).set(value, in: &settings)
      }
    }
    for (key, value, isFactor) in choice where reads(method, key) {
      let setting = try Setting.named(key)
      try setting.set(
        isFactor ? multiplied(setting, setting.value(in: settings), by: value) : value,
        in: &settings)
      labels.append((key, setting.value(in: settings).description))
    }
    labels.append(("seed", String(seed)))
    let run = SweepRun(labels: labels.map { (key: $0.0, value: $0.1) }, settings: settings)
    do {
      _ = try MethodRegistry.recipe(method).method(settings)
    } catch {
      throw .conflict("\(run.title): \(error.description)")
    }
    return run
  }

  private static func whole(_ number: Double, _ key: String) throws(SettingsError) -> Int {
    guard let whole = Int(exactly: number.rounded()) else {
      throw .conflict("\(key): \(number) is too large")
    }
    return whole
  }

  private func multiplied(
    _ setting: Setting, _ own: ConfigValue, by factor: ConfigValue
  ) throws(SettingsError) -> ConfigValue {
    guard let value = Double(own.description), let factor = Double(factor.description) else {
      throw .conflict("[sweep.factor] \(setting.key): only numbers can be multiplied")
    }
    let product = value * factor
    if case .integer = setting.kind { return .integer(try Self.whole(product, setting.key)) }
    // 0.005 · 0.2 is 0.001 to people.
    let scale = pow(10, 11 - floor(log10(abs(product == 0 ? 1 : product))))
    return .number((product * scale).rounded() / scale)
  }
}
