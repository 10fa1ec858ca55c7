import Transformer

/// What stays with its client whatever the method: `method.personal`.
///
/// The head has a setting of its own, `method.head`.
public enum PersonalPart: String, Sendable, CaseIterable {
  /// Nothing more than the method says.
  case none
  /// Factor A of LoRA.
  case a
  /// Factor B of LoRA.
  case b
  /// What is trained in the upper half of the layers; the middle one of an odd number is shared.
  case upper
  /// What is trained in the lower half of the layers, likewise.
  case lower

  /// The ranges of it.
  func ranges(_ layout: ParameterLayout) -> [Range<Int>] {
    let layers = (layout.segments.compactMap(\.layer).max() ?? -1) + 1
    return layout.ranges { segment in
      switch self {
      case .none: false
      case .a: segment.role == .loraA
      case .b: segment.role == .loraB
      case .upper: segment.layer.map { $0 >= (layers + 1) / 2 } ?? false
      case .lower: segment.layer.map { $0 < layers / 2 } ?? false
      }
    }
  }
}

/// An exchange of which one part does not travel and belongs to the clients.
struct Personalised: Exchange {
  var base: any Exchange
  var part: PersonalPart

  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    base.personal(layout, global: global).union(part.ranges(layout))
  }

  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    base.travelling(layout, global: global, round: round).subtracting(part.ranges(layout))
  }

  func returning(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    base.returning(layout, global: global, round: round).subtracting(part.ranges(layout))
  }

  func derived(_ layout: ParameterLayout) -> [Range<Int>] { base.derived(layout) }

  /// Fails where the part makes no difference, or leaves nothing to share.
  func check(_ layout: ParameterLayout, _ settings: Settings) throws(SettingsError) {
    let all = Set(layout.segments.compactMap(\.layer))
    let shared = base.travelling(layout, global: all, round: 1)
    func refuse(_ why: String) -> SettingsError {
      .conflict("method.personal = \(part.rawValue): \(settings.method) \(why)")
    }
    if part.ranges(layout).isEmpty { throw refuse("trains no such part") }
    if shared.intersection(part.ranges(layout)).isEmpty { throw refuse("sends no such part") }
    if travelling(layout, global: all, round: 1).isEmpty { throw refuse("sends nothing else") }
  }
}

extension Method {
  /// The method with what `settings` make each client's own.
  /// - Throws: `SettingsError` for a part that this method cannot do without.
  func personalised(_ settings: Settings) throws(SettingsError) -> Method {
    let part = settings.personal
    guard part != .none else { return self }
    guard mayBePersonal.contains(part) else {
      let words = PersonalPart.allCases.filter { $0 == .none || mayBePersonal.contains($0) }
      throw .conflict(
        "method.personal = \(part.rawValue): with \(settings.method) it can be "
          + words.map(\.rawValue).joined(separator: " or "))
    }
    var method = self
    method.exchange = Personalised(base: exchange, part: part)
    return method
  }
}
