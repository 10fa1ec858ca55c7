import Transformer

/// Which settings of the clock go together, and with which methods.
enum ClockCheck {
  /// Fails for settings that exclude each other.
  static func check(_ settings: Settings) throws(SettingsError) {
    if settings.clockMode == .async {
      let set = [
        (settings.deadline > 0, "clock.deadline"), (settings.oversample > 1, "clock.oversample"),
        (settings.lateUpdates == .stale, "clock.late"),
      ]
      if let key = set.first(where: \.0)?.1 {
        throw .conflict("\(key) is of rounds, and clock.mode = async has none: leave it out")
      }
      guard settings.buffer <= settings.participants else {
        throw .conflict(
          "clock.buffer = \(settings.buffer), but there are \(settings.participants) clients: a client is in a buffer once"
        )
      }
    }
    if settings.privacyClip > 0, settings.mergesStale || settings.oversample > 1 {
      let key =
        settings.clockMode == .async
        ? "clock.mode = async"
        : settings.mergesStale
          ? "clock.late = stale" : "clock.oversample = \(settings.oversample)"
      throw .conflict(
        "\(key) with privacy.clip: whose change counts would depend on who is fast, which ε does not cover: "
          + "leave one of them out")
    }
  }

  /// Fails for a method that cannot merge what began with older parameters, when the settings want that.
  static func check(
    _ settings: Settings, _ method: Method, _ layout: ParameterLayout
  ) throws(SettingsError) {
    guard settings.mergesStale, let obstacle = obstacle(method, layout) else { return }
    let (key, instead) =
      settings.clockMode == .async ? ("clock.mode = async", "sync") : ("clock.late = stale", "drop")
    throw .conflict(
      "\(key): \(settings.method) cannot take it: \(obstacle): take \(instead), or a method that averages"
    )
  }

  /// Why a method cannot; nil: it can.
  private static func obstacle(_ method: Method, _ layout: ParameterLayout) -> String? {
    if let own = method.server.staleObstacle { return own }
    if (1...100).contains(where: { method.initialisation?.isDue(before: $0 + 1) ?? false }) {
      return "its global layers change during the run"
    }
    let global = Set(layout.segments.compactMap(\.layer))
    let ranges = (1...3).map { method.exchange.returning(layout, global: global, round: $0) }
    return ranges.allSatisfy { $0 == ranges[0] }
      ? nil : "what clients send differs from round to round"
  }

  /// What is asked for and has no effect, a sentence each.
  static func notes(_ settings: Settings) -> [String] {
    var notes: [String] = []
    if settings.lateUpdates == .stale, settings.deadline == 0, settings.oversample == 1 {
      notes.append(
        "clock.late = stale: nobody is late without clock.deadline or clock.oversample")
    }
    let unread = Setting.speeds.filter { $0.value(in: settings) != $0.initial }
    if !settings.devices.isEmpty, !unread.isEmpty {
      notes.append(
        "clock.devices says how fast clients are: \(unread.map(\.key).joined(separator: ", ")) is not read"
      )
    }
    return notes
  }
}
