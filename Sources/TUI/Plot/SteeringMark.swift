import Metrics

/// Something that was done to a run, as a tick on an axis tells of it.
struct SteeringMark: Equatable {
  /// What was done.
  enum Kind: Equatable {
    /// A knob was turned.
    case turn
    /// Somebody wrote a note, or a goal was reached.
    case note
    /// A guard holds the run.
    case hold
  }

  /// The round that it belongs to: of a turn the first with the new value.
  var round: Int
  /// What was done.
  var kind: Kind
  /// The same in a few letters; of a turn the knob and its value.
  var text: String

  /// Columns of a note's words.
  private static let width = 15

  /// What was done in a run's record, in its order.
  static func all(_ record: RunSnapshot) -> [SteeringMark] {
    record.applied.compactMap { command in
      switch command.command {
      case .set(let name, let value):
        let knob = record.knobs.first { $0.name == name }
        let words = "\(short(name)) \(knob?.text(value) ?? Units.significant(value))"
        return SteeringMark(round: command.round, kind: .turn, text: Text.clean(words))
      case .note(let words):
        // Of a goal its name is enough, also where the note came along from a branch's parent.
        let told = Text.clean(words.replacing(CommandRecord.isReached, with: ""))
        let text = Text.ellipsized(told, width: width, mark: "…")
        return SteeringMark(round: command.round, kind: .note, text: text)
      case .pause where command.origin == "guard":
        return SteeringMark(round: command.round, kind: .hold, text: "guard")
      case .pause, .resume, .step, .until, .finish, nil: return nil
      }
    }
  }

  /// A knob's name as it is typed: words that are longer than a label by their initials.
  private static func short(_ name: String) -> String {
    let words = name.split(whereSeparator: { $0 == "_" || $0 == "." })
    return name.count > 9 && words.count > 1 ? String(words.compactMap(\.first)) : name
  }
}

extension SteeringMark.Kind {
  /// Its tick: a note and a guard have the mark that they have in the log.
  func glyph(_ glyphs: Glyphs) -> Character {
    switch self {
    case .turn: glyphs.mark
    case .note: glyphs.gal
    case .hold: "!"
    }
  }

  /// What colour means it.
  var role: Role { self == .hold ? .warn : .mark }
}
