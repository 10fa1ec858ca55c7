import Metrics

/// Reads typed lines: what they ask for, what that comes to, and how they could go on.
struct TypedLineParser {
  let snapshot: RunSnapshot
  let rules: KeyContextRules
  /// Names of themes.
  let themes: [String]
  /// Names of runs beside this one.
  let runs: [String]

  /// What a line asks for; nil for an empty one.
  func parse(_ line: String) throws(TypedLineError) -> TypedCommand? {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = words.first else { return nil }
    let rest = words.count > 1 ? words[1].trimmed : ""
    if let verb = TypedVerb(rawValue: first) ?? only(TypedVerb.allCases, first, \.rawValue) {
      return try parse(verb, rest)
    }
    guard let knob = knob(first) else {
      let near = completions(first).prefix(3).joined(separator: ", ")
      throw TypedLineError(
        near.isEmpty ? "\(first): no command; ? lists the keys" : "\(first): did you mean \(near)")
    }
    return try .run(set(knob, rest))
  }

  /// What a line would do, or why it would not.
  func preview(_ line: String) -> Span {
    do {
      guard let command = try parse(line) else {
        return Span("sparsity 0.62   until accuracy 70%   goto 12   note …", .dim)
      }
      return Span(words(command), .pending)
    } catch {
      return Span(error.text, .warn)
    }
  }

  /// Lines that begin like this one, in the order in which they are offered.
  func completions(_ line: String) -> [String] {
    guard let space = line.firstIndex(of: " ") else {
      let all = snapshot.knobs.map(\.name) + TypedVerb.allCases.map(\.rawValue)
      return all.filter { $0.hasPrefix(line) }
    }
    let head = String(line[..<space])
    guard let verb = TypedVerb(rawValue: head) else { return [] }
    let tail = String(line[line.index(after: space)...])
    return verb.candidates(self).filter { $0.hasPrefix(tail) }.map { "\(head) \($0)" }
  }

  private func parse(_ verb: TypedVerb, _ rest: String) throws(TypedLineError) -> TypedCommand {
    switch verb {
    case .pause: return try steering(.pause)
    case .resume: return try steering(.resume)
    case .step:
      guard let count = rest.isEmpty ? 1 : Int(rest), (1...1_000_000).contains(count) else {
        throw TypedLineError("step: a number of rounds, such as step 5")
      }
      return try steering(.step(count))
    case .until: return try steering(.until(goal(rest)))
    case .note:
      guard !rest.isEmpty else { throw TypedLineError(verb.usage) }
      if let refusal = rules.noteRefusal { throw TypedLineError(refusal) }
      return .run(.note(rest))
    case .goto:
      if rest == "live" { return .goTo(nil) }
      guard let round = Int(rest), round >= 0 else { throw TypedLineError(verb.usage) }
      return .goTo(round)
    case .theme:
      if rest.isEmpty { return .theme(nil) }
      guard let name = themes.first(where: { $0 == rest }) ?? only(themes, rest, \.self) else {
        throw TypedLineError("theme: one of \(themes.joined(separator: ", "))")
      }
      return .theme(name)
    case .overlay, .open: return try overlay(verb, rest)
    case .save: return .save
    case .help: return .help
    case .quit: return .quit
    }
  }

  /// A run to draw behind this one, or one of those to take away.
  private func overlay(_ verb: TypedVerb, _ rest: String) throws(TypedLineError) -> TypedCommand {
    let words = rest.split(separator: " ").map(String.init)
    guard let first = words.first else { throw TypedLineError(verb.usage) }
    guard first == "off" || first == "none" else {
      guard drawn.count < Overlays.most || drawn.contains(rest) else {
        throw TypedLineError("\(drawn.count) runs are drawn already: overlay off RUN")
      }
      return .overlay(rest)
    }
    guard !drawn.isEmpty else { throw TypedLineError("no run is drawn behind this one") }
    guard words.count > 1 else { return .overlayOff(nil) }
    let found = drawn.filter { $0.contains(words[1]) }
    guard let run = drawn.first(where: { $0 == words[1] }) ?? (found.count == 1 ? found[0] : nil)
    else { throw TypedLineError("overlay off: one of \(drawn.joined(separator: ", "))") }
    return .overlayOff(run)
  }

  /// Names of the runs that are drawn behind this one.
  var drawn: [String] { snapshot.ghosts.map(\.run) }

  private func steering(_ command: RunCommand) throws(TypedLineError) -> TypedCommand {
    if let refusal = rules.refusal(.step) { throw TypedLineError(refusal) }
    return .run(command)
  }

  private func set(_ knob: Knob, _ text: String) throws(TypedLineError) -> RunCommand {
    if let refusal = rules.settingRefusal { throw TypedLineError(refusal) }
    let bounds = "\(knob.label) goes from \(knob.text(knob.minimum)) to \(knob.text(knob.maximum))"
    guard let value = Self.number(text) else { throw TypedLineError(bounds) }
    guard (knob.minimum...knob.maximum).contains(value) else { throw TypedLineError(bounds) }
    if knob.scale == .linear, knob.step == knob.step.rounded(), value != value.rounded() {
      throw TypedLineError("\(knob.label) is a whole number")
    }
    return .set(knob: knob.name, value: value)
  }

  private func goal(_ text: String) throws(TypedLineError) -> RunGoal {
    let words = text.split(separator: " ").map(String.init)
    let names = RunGoal.Measure.allCases
    guard words.count == 2, let measure = only(names, words[0], \.rawValue) else {
      throw TypedLineError(TypedVerb.until.usage)
    }
    let value = measure == .bytes ? Self.bytes(words[1]) : Self.number(words[1])
    guard let value, let goal = RunGoal(measure, value) else {
      let examples: [RunGoal.Measure: String] = [
        .round: "40", .accuracy: "0.7 or 70%", .global: "0.7 or 70%", .loss: "0.3",
        .bytes: "20M", .perplexity: "12",
      ]
      throw TypedLineError("until \(measure.rawValue): such as \(examples[measure] ?? "1")")
    }
    if let refusal = goal.refusal(snapshot.score) { throw TypedLineError(refusal) }
    if measure == .round, let last = snapshot.started?.rounds, value > Double(last) {
      throw TypedLineError("the run ends with round \(last)")
    }
    if goal.isReached(by: snapshot) { throw TypedLineError("\(goal.text) is reached already") }
    return goal
  }

  /// The knob that a word means: its name, the beginning of it, or its initials.
  private func knob(_ word: String) -> Knob? {
    func initials(_ name: String) -> String {
      String(name.split(whereSeparator: { $0 == "_" || $0 == "." }).compactMap(\.first))
    }
    return snapshot.knobs.first { $0.name == word }
      ?? only(snapshot.knobs, word, \.name)
      ?? snapshot.knobs.first { initials($0.name) == word }
  }

  /// The only one of `all` that begins like `word`.
  private func only<Item>(
    _ all: [Item], _ word: String, _ name: (Item) -> String
  ) -> Item? {
    let found = all.filter { !word.isEmpty && name($0).hasPrefix(word) }
    return found.count == 1 ? found.first : nil
  }

  /// A number as people type it, in hundredths where a percent sign follows.
  static func number(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? String(text.dropLast()).trimmed : text
    guard let value = Double(digits), value.isFinite else { return nil }
    return isPercent ? value / 100 : value
  }

  /// Bytes with a letter for the unit, as `Units.bytes` shows them: `20M`, `1.5 GiB`.
  static func bytes(_ text: String) -> Double? {
    let units: [(Character, Double)] = [("k", 1024), ("m", 1_048_576), ("g", 1_073_741_824)]
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let value = Double(digits) else { return nil }
    let unit = text.dropFirst(digits.count).lowercased()
    if unit.isEmpty || unit == "b" { return value }
    guard let scale = units.first(where: { unit.first == $0.0 })?.1,
      ["", "b", "ib"].contains(String(unit.dropFirst()))
    else { return nil }
    return value * scale
  }

  /// What a command comes to, in a few words.
  private func words(_ command: TypedCommand) -> String {
    switch command {
    case .run(.set(let name, let value)):
      guard let knob = snapshot.knobs.first(where: { $0.name == name }) else { return name }
      return "\(knob.label) \(knob.text(knob.value)) → \(knob.text(value)) from the next round on"
    case .run(.until(let goal)): return "go on until \(goal.text), then hold"
    case .run(.step(let rounds)): return rounds == 1 ? "one round" : "\(rounds) rounds"
    case .run(.note): return "into the log of the run"
    case .run(.pause): return TypedVerb.pause.help
    case .run(.resume): return TypedVerb.resume.help
    case .run(.finish): return "end the run"
    case .goTo(let round): return round.map { "look at round \($0)" } ?? "return to the live run"
    case .theme(let name): return name.map { "theme \($0)" } ?? "choose from the list of all themes"
    case .overlay(let run): return "draw \(run) behind this run"
    case .overlayOff(let run): return "take \(run ?? "all runs behind this one") away"
    case .save: return TypedVerb.save.help
    case .help: return TypedVerb.help.help
    case .quit: return TypedVerb.quit.help
    }
  }
}

extension String {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
