import Foundation
import Metrics

/// Differential privacy of clients: the changes that they send are clipped, and noise is added to their mean (McMahan et
/// al., ICLR 2018, arXiv 1710.06963; docs/methods.md, "Privacy").
struct Privacy: Sendable {
  /// Largest norm of what a client sends, C.
  let clip: Double
  /// Deviation of the noise on the sum of a cohort over C.
  let noise: Double
  /// δ at which ε is told.
  let delta: Double
  /// Number of the clients that train.
  let clients: Int

  /// Nil when nothing is clipped.
  init?(_ settings: Settings) {
    guard settings.privacyClip > 0 else { return nil }
    clip = settings.privacyClip
    noise = settings.privacyNoise
    delta = settings.privacyDelta
    clients = settings.participants
  }

  /// All numbers of a message, as one vector, scaled down to the norm C where they are longer.
  func clipped(_ message: Message) -> Message {
    var squares = 0.0
    for part in message.parts {
      for number in part.content.numbers { squares += Double(number) * Double(number) }
    }
    guard squares.isFinite else {
      return message.map { part, _ in .numbers(part.content.numbers.map { _ in 0 }) }
    }
    let norm = squares.squareRoot()
    guard norm > clip else { return message }
    // A hair less, so that rounding to single precision does not lead beyond.
    let scale = Float(clip / norm * (1 - 1e-6))
    return message.map { part, _ in
      part.content.isNumeric ? .numbers(part.content.numbers.map { scale * $0 }) : part.content
    }
  }

  /// Counts a round of `cohort` clients among what the server remembers.
  func count(cohort: Int, in server: inout ServerState) {
    server.values.numbers[Self.rounds + String(cohort), default: 0] += 1
  }

  /// ε after the rounds that the server remembers; nil without noise.
  func epsilon(_ server: ServerState) -> Double? {
    guard noise > 0 else { return nil }
    var accountant = RenyiAccountant()
    for (name, rounds) in server.values.numbers.sorted(by: { $0.key < $1.key }) {
      guard name.hasPrefix(Self.rounds), let cohort = Double(name.dropFirst(Self.rounds.count))
      else { continue }
      accountant.add(rounds: rounds, noise: noise, sampling: min(1, cohort / Double(clients)))
    }
    return accountant.epsilon(delta: delta)
  }

  private static let rounds = "privacy.rounds.of."
}

extension Privacy {
  /// Fails when there is noise without a norm to measure it by, or too little to account for.
  static func check(_ settings: Settings) throws(SettingsError) {
    guard settings.privacyNoise > 0 else { return }
    guard settings.privacyClip > 0 else {
      throw .conflict("privacy.noise is in units of privacy.clip, which is 0: set both")
    }
    guard settings.privacyNoise >= 0.1 else {
      throw .conflict("privacy.noise must be 0 or at least 0.1: less promises nothing")
    }
  }

  /// What a user should be told.
  func notes(_ federation: Federation) -> [String] {
    var notes = [
      "privacy: what clients send is a change, clipped to norm \(Units.significant(clip)), and all weigh the "
        + "same; losses, accuracies and Fisher traces are shown without noise, outside of ε"
    ]
    notes.append(
      noise > 0
        ? "privacy: ε is for one client more or less, and counts a cohort as a Poisson sample of that rate"
        : "privacy.noise is 0: nothing is private, and there is no ε")
    if federation.method.initialisation?.members(federation).isEmpty == false {
      notes.append(
        "privacy: layer scores and whatever else clients send before round 1 are sent without noise, "
          + "outside of ε")
    }
    return notes
  }
}

extension SettingKeys {
  var privacyClip: SettingKey<Double> {
    .number(
      "privacy.clip", 0, in: 0...1e9,
      "Largest norm of the change that a client sends; 0: neither clipping nor noise.")
  }
  var privacyNoise: SettingKey<Double> {
    .number(
      "privacy.noise", 0, in: 0...1000,
      "Deviation of the noise on a cohort's summed changes, in units of privacy.clip; 0 or at least 0.1."
    )
  }
  var privacyDelta: SettingKey<Double> {
    .number("privacy.delta", 1e-5, in: 1e-12...0.5, "δ at which ε is told.")
  }
}

extension Privacy {
  /// What it reads.
  static let settings = Setting.of(\.privacyClip, \.privacyNoise, \.privacyDelta)
}
