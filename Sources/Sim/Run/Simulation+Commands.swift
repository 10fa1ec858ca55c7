import Metrics

extension Simulation {
  /// Takes a command from any thread; see `RunCommand` for when each takes effect.
  ///
  /// A knob change is told as `commandQueued`, stamped with its round, before that round can begin.
  public func submit(_ command: RunCommand, origin: String = "monitor") {
    submit(CommandRecord(asking: command, origin: origin))
  }

  /// The same for a command that has its identity already.
  public func submit(_ record: CommandRecord) { gate.submit(record) }

  /// Lets commands take effect at the rounds they are stamped with, or at the next if those are behind.
  ///
  /// For a recorded run that is computed again, a fork, or what an interrupted run had still to do. Call before `run`.
  public func schedule(_ records: [CommandRecord]) {
    recorded += records
    gate.schedule(
      records.map { record in
        var record = record
        record.round = max(record.round, round + 1)
        return record
      })
  }

  /// Whether the rounds that were told reach a goal; if they do, it is noted.
  func isReached(_ goal: RunGoal) -> Bool {
    guard goal.isReached(by: hub.current) else { return false }
    note(reached: goal)
    return true
  }

  /// Writes down that a goal is reached, as a note beside the commands: a replay, an attached terminal and a host that goes
  /// on tell of it, and no result depends on it.
  private func note(reached goal: RunGoal) {
    let note = RunCommand.note(goal.text + CommandRecord.isReached)
    hub.emit(
      .commandApplied(CommandRecord(asking: note, round: round, origin: CommandRecord.goal)))
  }

  /// Takes in what was done at once before: pauses, steps and notes of the run that goes on; the listener does not hear it
  /// again.
  ///
  /// Call after `restore` and before `run`.
  public func recall(_ controls: [CommandRecord]) {
    hub.replay(controls.map(RunEvent.commandApplied) + [.stateChanged(hub.current.state)])
  }

  /// Applies what was queued, before the round that it is stamped with.
  func apply(_ commands: [CommandRecord]) -> [RunEvent] {
    commands.compactMap { record in
      var record = record
      record.round = round + 1
      // Taken back before it began: nothing happens, and nothing is marked. What is on record was marked, and is again.
      if case .set(let knob, let value)? = record.command,
        !recorded.contains(where: { $0.isSame(as: record) }),
        federation.recipe.value(of: knob, in: settings) == value
      {
        return nil
      }
      guard case .set(let knob, let value)? = record.command,
        federation.recipe.turn(knob, to: value, in: &settings)
      else {
        let text = "\(record.name) = \(record.value ?? 0) is out of bounds: left as it was"
        let notice = RunEvent.notice(Notice(level: .warning, round: round + 1, text: text))
        hub.emit(notice)
        return notice
      }
      hub.emit(.commandApplied(record))
      return .commandApplied(record)
    }
  }
}

extension MethodRecipe {
  /// One of the method's knobs, at its value in `settings`; nil for a name that is none.
  public func knob(_ name: String, in settings: Settings) -> Knob? {
    knobs.first { $0.knob?.name == name }?.described(in: settings)
  }

  /// The value of one of the method's knobs; nil for a name that is none.
  func value(of name: String, in settings: Settings) -> Double? {
    knobs.first { $0.knob?.name == name }?.value(in: settings).double
  }

  /// Turns one of the method's knobs.
  /// - Returns: whether there is a knob of this name and the value is in its bounds.
  public func turn(_ name: String, to value: Double, in settings: inout Settings) -> Bool {
    knobs.first { $0.knob?.name == name }?.turn(to: value, in: &settings) ?? false
  }
}
