import Metrics

/// The status at the top: what runs, what it is doing, how far and how fast.
enum StatusHeader {
  /// Draws into one row (state and progress) or two (with the run's identity above).
  static func render(_ scene: Scene, into canvas: inout Canvas) {
    if canvas.height >= 2 { identity(scene, into: &canvas) }
    progress(scene, y: canvas.height - 1, into: &canvas)
  }

  /// Whether the screen follows the run or stands at an old round.
  static func badge(_ scene: Scene) -> [Span] {
    if let cursor = scene.state.cursor {
      let word = scene.runState.isEnded ? "last" : "live"
      let now = scene.timeline.map { [Span(" \(word) \($0.last)", .dim)] } ?? []
      return [Span(" ◀ round \(cursor) ", .paused, reverse: true)] + now
    }
    if scene.session == .replay {
      let speed = scene.timeline?.speed.map { " \(ReplaySpeed.text($0))" } ?? ""
      return [Span("▸ REPLAY\(speed)", scene.runState.isEnded ? .dim : .live)]
    }
    if scene.runState.isEnded { return [Span("■ ENDED", .dim)] }
    return [Span(scene.session == .attached ? "● ATTACHED" : "● LIVE", .live)]
  }

  /// What a cell is: the badge, while it leads back to the present.
  static func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    guard scene.state.cursor != nil, canvas.height >= 2, y == 0 else { return nil }
    return x >= canvas.width - canvas.spelledWidth(badge(scene) + [Span(" ")]) ? .badge : nil
  }

  private static func identity(_ scene: Scene, into canvas: inout Canvas) {
    let name = [Span(" fedtop ", .title, reverse: true), Span(" ")]
    let badge = badge(scene) + [Span(" ")]
    guard let started = scene.snapshot.started else {
      return canvas.line(0, left: name + [Span("starting", .dim)], right: badge)
    }
    let model = started.model
    let what =
      name + [
        Span(started.method, .title), Span(" · ", .dim), Span(started.data, .text),
        Span(" · ", .dim), Span(model.name, .text),
      ]
    let details = Span(
      "  \(model.layers) layers, \(Units.count(Double(model.parameters))) parameters, "
        + "\(Units.count(Double(model.trainable))) trained", .dim)
    let run = Span("\(started.run)  ", .dim)
    // The end of its name tells a run from its siblings.
    let short = Span("…\(started.run.suffix(4))  ", .dim)
    let forms = [
      (what + [details], [run] + badge), (what, [run] + badge), (what, [short] + badge),
    ]
    let (left, right) =
      forms.first { left, right in
        canvas.spelledWidth(left) + 1 + canvas.spelledWidth(right) <= canvas.width
      } ?? (what, badge)
    canvas.line(0, left: left, right: right)
  }

  private static func progress(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    var x = canvas.put(" \(stateText(scene)) ", x: 0, y: y, badgeStyle(scene, canvas))
    x = canvas.put([Span(" round ", .dim), Span(roundText(scene), .text), Span(" ")], x: x, y: y)
    let words = phase(scene)
    let why = why(scene).map { why in
      // What comes behind a comma is more than has to be known at once.
      let short = Span(String(why.text.prefix { !",;".contains($0) }), why.role)
      return [[why, Span("  ")] + words, [why], [short]]
    }
    let left = [Span].fitting((why ?? []) + [words], width: canvas.width - x - 1)
    let leftWidth = canvas.spelledWidth(left) + 2
    let right = fitting(speed(scene), canvas.width - x - max(24, leftWidth))
    let rightWidth = canvas.spelledWidth(right)
    let bar = min(40, canvas.width - x - rightWidth - leftWidth - 2)
    if bar >= 5, scene.facts.total > 0 {
      let share = Double(scene.snapshot.round) / Double(scene.facts.total)
      canvas.meter(share, ramp: .progress, x: x, y: y, width: bar)
      x += bar + 1
    }
    canvas.put(left, x: x, y: y)
    canvas.put(right, x: canvas.width - rightWidth - 1, y: y)
  }

  /// What the run is doing, and how far it goes on by itself; a round of an ended run is the past.
  static func stateText(_ scene: Scene) -> String {
    if scene.state.cursor != nil, scene.runState.isEnded { return "PAST" }
    guard scene.runState == .stepping else { return scene.runState.word }
    let live = scene.record
    if case .goal(let goal)? = live.aim { return "UNTIL \(goal.text)" }
    guard let step = live.aim?.step(at: live.currentRound), step.count > 1 else {
      return scene.runState.word
    }
    return "\(scene.runState.word) \(step.now) of \(step.count)"
  }

  private static func badgeStyle(_ scene: Scene, _ canvas: Canvas) -> Style {
    var style = canvas.palette[scene.runState.role]
    style.reverse = true
    style.bold = true
    return style
  }

  /// `round/total`.
  static func roundText(_ scene: Scene) -> String {
    let total = scene.facts.total
    return total > 0 ? "\(scene.snapshot.round)/\(total)" : "\(scene.snapshot.round)"
  }

  /// What happens inside of the round in flight.
  static func phase(_ scene: Scene) -> [Span] {
    let snapshot = scene.snapshot
    if scene.state.cursor != nil { return [] }
    switch scene.runState {
    case .suspended: return [Span("its process is stopped; fg, or kill -CONT, goes on", .warn)]
    case .finished, .interrupted:
      guard let summary = snapshot.summary else {
        let isOpen = scene.runState == .interrupted && scene.session != .host
        return isOpen ? [Span("can be resumed", .warn)] : []
      }
      let text =
        summary.reason ?? summary.accuracy.map { "\(snapshot.score.title) \(Units.percent($0))" }
        ?? ""
      return [Span(text, scene.runState.role)]
    case .paused where snapshot.finishedInRound == 0 && snapshot.trainingNow.isEmpty:
      return scene.keys.name(.togglePause, in: .run).map { [Span("\($0) goes on", .dim)] } ?? []
    case .initialising where snapshot.progress == nil && snapshot.rounds.isEmpty:
      let isLoaded = snapshot.started != nil
      return [Span(isLoaded ? "before the first round" : "loading model and data", .dim)]
    default:
      if let progress = snapshot.progress { return work(progress) }
      if let parent = snapshot.started?.parent, snapshot.round < parent.round {
        let rounds = "rounds \(snapshot.currentRound)–\(parent.round)"
        return [Span("computing \(rounds) again for the branch", .pending)]
      }
      // Who attaches hears of clients when their round is over.
      guard scene.session != .attached, let cohort = scene.facts.cohort else { return [] }
      let word = scene.runState == .pausing ? "after client " : "client "
      return [Span(word, .dim), Span("\(snapshot.finishedInRound)/\(cohort)", .training)]
    }
  }

  /// What a guard or a goal holds the run for, as long as nobody has let it go on; nil where a person holds it.
  private static func why(_ scene: Scene) -> Span? {
    let snapshot = scene.snapshot
    guard scene.state.cursor == nil, scene.runState == .paused,
      let last = snapshot.applied.last(where: { $0.command?.isSetting == false })
    else { return nil }
    switch last.command {
    case .pause where last.origin == "guard":
      let told = snapshot.notices.last { $0.text.hasPrefix("guard: ") }
      return told.map { Span(Text.clean(String($0.text.dropFirst(7))), .warn) }
    case .note(let words) where last.origin == CommandRecord.goal:
      return Span(Text.clean(words.replacing(": the run holds", with: "")), .text)
    default: return nil
    }
  }

  /// What is done between two rounds, and how far it is.
  private static func work(_ progress: Progress) -> [Span] {
    let count = "\(progress.done)/\(progress.total)"
    return switch progress.task {
    case .scoring: [Span("scoring ", .dim), Span(count, .training), Span(" clients", .dim)]
    case .evaluating: [Span("evaluating ", .dim), Span(count, .training), Span(" batches", .dim)]
    }
  }

  /// Time left, what privacy was given away, how unevenly ranks are at work, speed and virtual time, the most wanted first.
  private static func speed(_ scene: Scene) -> [[Span]] {
    let facts = scene.facts
    var parts: [[Span]] = []
    // A replay takes as long as the run did, at its speed.
    let pace = scene.session == .replay ? scene.timeline?.speed ?? 1 : 1
    let isNow = [.running, .stepping].contains(scene.runState) && scene.state.cursor == nil
    if isNow, pace.isFinite, pace > 0, let wait = facts.wait {
      let (word, seconds) =
        switch wait {
        case .end(let seconds): ("ETA ", seconds)
        case .hold(let seconds): ("holds in ", seconds)
        }
      parts.append([Span(word, .dim), Span(Units.duration(seconds: seconds / pace), .text)])
    }
    if let epsilon = scene.snapshot.rounds.last?.epsilon {
      parts.append([Span("ε ", .dim), Span(Units.significant(epsilon), .text)])
    }
    if let imbalance = scene.snapshot.rounds.last?.allRanks?.imbalance {
      parts.append([Span("imbalance ", .dim), Span(Units.percent(imbalance), .text)])
    }
    if let tokens = facts.tokensPerSecond {
      parts.append([Span(Units.count(tokens), .text), Span(" tok/s", .dim)])
    }
    if let rounds = facts.roundsPerMinute {
      parts.append([Span(Units.count(rounds), .text), Span(" rounds/min", .dim)])
    }
    if !scene.snapshot.rounds.isEmpty {
      let virtual = Units.duration(seconds: scene.snapshot.simSeconds)
      parts.append([Span("virtual ", .dim), Span(virtual, .text)])
    }
    return parts
  }

  private static func fitting(_ parts: [[Span]], _ width: Int) -> [Span] {
    var result: [Span] = []
    for part in parts {
      let next = result.isEmpty ? part : result + [Span("  ")] + part
      guard next.width <= width else { break }
      result = next
    }
    return result
  }
}
