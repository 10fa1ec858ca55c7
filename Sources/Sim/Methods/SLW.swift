import Foundation

extension MethodRecipe {
  /// SLW (arXiv 2108.06084): sequences are short at first and grow to their whole length.
  static let slw = MethodRecipe(
    name: "slw",
    summary: "LoRA, all of it travels; texts are cut to a length that grows over the rounds.",
    source: "arXiv 2108.06084, NeurIPS 2022",
    settings: LoRAModules.settings + LengthWarmUp.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      text: """
        fedavg-lora with a warm-up of the sequence length: in each round samples are cut to ℓ(t) tokens. All samples
        are used from the first round on, shuffled each epoch, so that the rounds of the warm-up cost fewer tokens and
        not fewer steps. ℓ_max is the longest training sample, at most model.max_length. From T_c on nothing is cut, and
        the rounds are those of fedavg-lora.

        Special tokens stay. Of a pair the longer text gives way first, until both are as long: the rule by which the
        tokenizer cuts to model.max_length. A sample keeps at least a token of each text, whatever ℓ(t) is. Evaluation
        reads whole samples. What a round was cut to is in its report (longest), and on its line.
        """,
      equations: """
        ℓ(t) = ⌊(t/T_c)^(1/ν)·(ℓ_max − ℓ_min) + ℓ_min⌋, rounded down to a multiple of 8, at most ℓ_max
        """,
      departures: """
        The method is made for language models, whose samples all have ℓ_max tokens; classification has samples of any
        length, of which only those beyond ℓ(t) are cut. t and T_c count rounds, not optimiser steps. At T_c the length
        is ℓ_max itself, which need not be a multiple of 8.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings), curriculum: LengthWarmUp(settings),
      exchange: EverythingTravels(settings))
  }
}

/// Everything from the first round on, cut to a length that grows.
struct LengthWarmUp: Curriculum {
  /// Length in round 1, tokens.
  var start: Int
  /// ν: how much sooner than in a line it grows.
  var power: Double
  /// Part of the rounds after which nothing is cut.
  var end: Double

  init(_ settings: Settings) {
    (start, power, end) = (settings.slwStart, settings.slwPower, settings.slwEnd)
  }

  /// The length of the round.
  func longest(round: Int, of rounds: Int, upTo whole: Int) -> Int? {
    let tau = Double(round) / (end * Double(rounds))
    guard tau < 1, start < whole else { return nil }
    let exact = pow(tau, 1 / power) * Double(whole - start) + Double(start)
    let length = Int(exact) / 8 * 8
    return length < whole ? max(start, length) : nil
  }
}

extension SettingKeys {
  var slwStart: SettingKey<Int> {
    .integer("slw.start", 8, in: 4...4096, "Longest sample of round 1, ℓ_min, tokens.")
  }
  var slwPower: SettingKey<Double> {
    .number("slw.power", 1, in: 1...100, "ν of the growth: 1 is a line, 2 a square root.")
  }
  var slwEnd: SettingKey<Double> {
    .number("slw.end", 0.5, in: 1e-6...1, "Part of the rounds until nothing is cut, T_c.")
  }
}

extension LengthWarmUp {
  /// What it reads.
  static let settings = Setting.of(\.slwStart, \.slwPower, \.slwEnd)
}
