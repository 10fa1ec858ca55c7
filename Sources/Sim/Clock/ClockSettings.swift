import Foundation

/// What becomes of an update that comes after its round was merged.
public enum LateUpdates: String, Sendable, CaseIterable {
  /// Nothing: the client keeps what it had before.
  case drop
  /// It is merged in the round in which it comes, with less weight.
  case stale
}

/// When the server merges.
public enum ClockMode: String, Sendable, CaseIterable {
  /// When the clients of a round have answered.
  case sync
  /// When a buffer of answers is full, whenever they began (FedBuff).
  case async
}

extension SettingKeys {
  /// The clients' devices; where a speed is set and they are not, there are none.
  public var devices: SettingKey<String> {
    .text(
      "clock.devices", "boards-lte-m",
      "Devices of the clients: a class, classes with shares, or the path of a trace (.csv); empty, or not given where "
        + "a speed is: the speeds.")
  }
  /// How many more clients are asked than are waited for.
  public var oversample: SettingKey<Double> {
    .number(
      "clock.oversample", 1, in: 1...100,
      "Times the cohort that are asked; a round waits for the first of them, as many as the cohort."
    )
  }
  /// What becomes of a late update.
  public var lateUpdates: SettingKey<LateUpdates> {
    .choice(
      "clock.late", .drop,
      "What becomes of an update that is late: nothing, or it is merged when it comes.")
  }
  /// How much a late update loses.
  public var staleness: SettingKey<Double> {
    .number(
      "clock.staleness", 0.5, in: 0...10,
      "Exponent a of the weight (1 + s)^-a of an update that began s rounds before it is merged.")
  }
  /// When the server merges.
  public var clockMode: SettingKey<ClockMode> {
    .choice(
      "clock.mode", .sync,
      "Rounds of a cohort, or a buffer that is merged whenever it is full (FedBuff).")
  }
  /// Updates of one merge with `clock.mode = async`.
  public var buffer: SettingKey<Int> {
    .integer(
      "clock.buffer", 5, in: 1...100_000,
      "Updates that are merged at a time with clock.mode = async.")
  }
}

extension Setting {
  /// How fast clients are where there are no devices.
  static let speeds = of(\.clientSpeed, \.uplink, \.downlink)
  /// Those of devices and of who is waited for.
  static let clock = of(
    \.devices, \.oversample, \.lateUpdates, \.staleness, \.clockMode, \.buffer)
}

extension Settings {
  /// Whether an update may be merged that began with older parameters.
  var mergesStale: Bool { self.lateUpdates == .stale || self.clockMode == .async }

  /// Clients that are asked in a round.
  var asked: Int {
    guard self.clockMode == .sync else { return self.cohort }
    // The margin as for batches: a product may exceed its exact value by an ulp.
    return max(self.cohort, Int((self.oversample * Double(self.cohort) - 1e-9).rounded(.up)))
  }

  /// Weight of an update that began `rounds` rounds before it is merged.
  func weight(ofStale rounds: Int) -> Double { pow(1 + Double(rounds), -self.staleness) }

  /// The path of the trace that `clock.devices` names; nil when it names classes.
  public var tracePath: String? {
    let text = self.devices
    let isPath =
      text.contains("/") || [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains(where: text.hasSuffix)
    return isPath ? text : nil
  }
}
