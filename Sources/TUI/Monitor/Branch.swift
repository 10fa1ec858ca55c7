import Metrics

/// A new run that is to go on from the end of a round of the one shown, with other knobs.
public struct Branch: Sendable, Equatable {
  /// Last round that both share; 0: right after the initialisation.
  public var round: Int
  /// Knobs that differ from then on, by name.
  public var changes: [String: Double]

  /// Makes a branch.
  public init(round: Int, changes: [String: Double] = [:]) {
    self.round = round
    self.changes = changes
  }
}

extension MonitorState {
  /// A branch while it is prepared.
  struct Draft: Sendable, Equatable {
    /// Last shared round.
    let round: Int
    /// Knobs as they were at the end of that round.
    let knobs: [Knob]
    /// Values that the branch is to begin with, by name; those not named stay as they were.
    var values: [String: Double]
    /// The pane that had the focus before.
    let focus: PaneKind

    /// What it comes to.
    var branch: Branch {
      let changed = knobs.filter { value($0) != $0.value }
      return Branch(
        round: round,
        changes: Dictionary(changed.map { ($0.name, value($0)) }, uniquingKeysWith: { $1 }))
    }

    /// The value that a knob is to have.
    func value(_ knob: Knob) -> Double { values[knob.name] ?? knob.value }
  }

  /// The branch that is being prepared, if one is.
  var draft: Draft? {
    switch mode {
    case .branching(let draft), .leaving(let draft): draft
    default: nil
    }
  }
}

extension RunSnapshot {
  /// Knobs with their values at the end of a round.
  func knobs(atEndOf round: Int) -> [Knob] {
    var knobs = started?.knobs ?? []
    for record in applied where record.round <= round {
      guard case .set(let name, let value)? = record.command,
        let index = knobs.firstIndex(where: { $0.name == name })
      else { continue }
      knobs[index].value = value
    }
    return knobs
  }
}
