import Metrics

extension Ghost {
  /// Ghosts that are told apart on one chart.
  static let most = Overlays.most

  /// The ghosts behind a run, each at the place that gives it its glyph and its colour.
  static func all(_ snapshot: RunSnapshot) -> [Ghost] {
    snapshot.ghosts.prefix(most).compactMap { Ghost($0, behind: snapshot) }
  }

  /// What the ghost at a place is drawn in.
  static func role(_ place: Int) -> Role {
    let roles: [Role] = [.ghost, .series5, .series6, .mark]
    return roles[place % roles.count]
  }

  /// How far the run is from a ghost, in words.
  static func spans(_ delta: Delta?, _ text: (Double) -> String) -> [Span] {
    guard let delta else { return [Span(" Δ–", .dim)] }
    let sign = delta.value > 0 ? "+" : ""
    // Without a number of the ghost for this round, the last one there is says whose it is.
    let round = delta.isOld ? [Span(" r\(delta.round)", .dim)] : []
    return [Span(" Δ", .dim), Span(sign + text(delta.value), delta.role)] + round
  }

  /// The name where there is little room: of a stored run its method and the end that tells it from others.
  var shortName: String {
    let parts = name.split(separator: "-")
    let isStamped = parts.count > 3 && parts.prefix(2).allSatisfy { $0.allSatisfy(\.isNumber) }
    return isStamped ? parts.dropFirst(2).joined(separator: "-") : name
  }
}

/// The line that says which ghost is which: its glyph, its last value, and how far the run is from it at the round shown.
struct GhostLegend {
  /// The ghosts, in their places.
  let ghosts: [Ghost]
  /// Values of a ghost by place on the axis.
  let values: (Ghost) -> [Double?]
  /// How far the run is from a ghost.
  let delta: (Ghost) -> Ghost.Delta?
  /// A value, or a difference of two, as people read it.
  let text: (Double) -> String

  /// The line, in the longest form that fits.
  func spans(_ glyphs: Glyphs, width: Int) -> [Span] {
    // Which is which goes before how good it was: that can be read off its curve.
    let named = [24, 12, 4].map { line(glyphs, $0) } + [line(glyphs, 4, hasValues: false)]
    return .fitting(named + [line(glyphs, 0, hasValues: false)], width: width)
  }

  private func line(_ glyphs: Glyphs, _ letters: Int, hasValues: Bool = true) -> [Span] {
    ghosts.enumerated().flatMap { place, ghost -> [Span] in
      let last = values(ghost).last { $0?.isFinite ?? false } ?? nil
      let name = letters > 0 ? " " + Text.tail(ghost.shortName, width: letters) : ""
      let glyph = String(glyphs.ghosts[place % glyphs.ghosts.count])
      return [
        Span(" " + glyph, Ghost.role(place)), Span(name, .text),
        Span(hasValues ? " " + (last.map(text) ?? "–") : "", .dim),
      ] + Ghost.spans(delta(ghost), text)
    }
  }
}
