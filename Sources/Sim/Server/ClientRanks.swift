import Metrics
import Plain
import Transformer

/// The rank that each client's device has room for, drawn once a run.
struct ClientRanks: Sendable, Equatable {
  /// What is drawn from, all as likely.
  let choices: [Int]
  private let seed: UInt64

  /// Reads ranks such as `4,8`.
  /// - Throws: `SettingsError` for text that is no list of ranks.
  init(_ setting: SettingKey<String>, _ settings: Settings) throws(SettingsError) {
    let key = setting.setting
    let text = setting.typed(key.value(in: settings))
    choices = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { word in
      Int(word.filter { $0 != " " }).flatMap { (1...1024).contains($0) ? $0 : nil }
    }
    guard choices.count == text.split(separator: ",", omittingEmptySubsequences: false).count else {
      throw .invalid(
        key: key.key, value: text, expected: "ranks from 1 to 1024 with commas between them")
    }
    seed = UInt64(settings.seed)
  }

  /// The greatest rank, which is the server's.
  var greatest: Int { choices.max() ?? 1 }
  /// The least.
  var least: Int { choices.min() ?? 1 }

  /// The rank of one client.
  func rank(ofClient client: Int) -> Int {
    var random = CounterRandom(seed: seed, purpose: .ranks, client: client)
    return choices[random.below(choices.count)]
  }

  /// LoRA at the greatest rank; all clients have its factor.
  func modules(_ settings: Settings) throws(SettingsError) -> LoRAModules {
    var modules = try LoRAModules(settings).refusing(
      [.magnitudes, .patterns], "clients have ranks of their own, and products B·A are merged")
    modules.scale.rank = greatest
    return modules
  }

  /// What to tell when `lora.rank` was set, which is not read.
  static func notes(_ setting: SettingKey<String>, _ settings: Settings) -> [String] {
    let rank = SettingKeys().rank
    return settings.rank == rank.typed(rank.setting.initial)
      ? [] : ["lora.rank is not read: the clients' ranks are those of \(setting.setting.key)"]
  }
}

extension RoundPlan {
  /// The plan of clients of other ranks, by client.
  ///
  /// - Parameter rank: the rank of a client.
  func narrowed(
    _ layout: ParameterLayout, rank: (Int) -> Int
  ) -> @Sendable (_ client: Int) -> RoundPlan {
    let ranks = Dictionary(uniqueKeysWithValues: cohort.map { ($0, rank($0)) })
    let plans = Dictionary(
      uniqueKeysWithValues: Set(ranks.values).map { rank in
        var plan = self
        let ranges = layout.ranges(rank: rank)
        plan.travelling = travelling.intersection(ranges)
        plan.returning = returning.intersection(ranges)
        return (rank, plan)
      })
    return { client in ranks[client].flatMap { plans[$0] } ?? self }
  }
}
