import Foundation
import Testing

/// The monitor on a terminal of its own.
struct MonitorProcess {
  /// The terminal and the process on it.
  let process: PtyProcess
  /// Where it runs.
  let scratch: Scratch
  private var size: (columns: Int, rows: Int)

  /// Starts a run of `rounds` rounds and its monitor; the terminal's modes are those before it.
  init(
    _ options: [String] = [], rounds: Int = 100_000, environment: [String: String] = [:],
    columns: Int = 100, rows lines: Int = 30, isRead: Bool = true
  ) throws {
    let scratch = try Scratch()
    let watch =
      ["watch"] + Program.tiny + ["--set", "federation.rounds=\(rounds)"] + options
    try self.init(
      command: watch, in: scratch, environment: environment, columns: columns, rows: lines,
      isRead: isRead)
  }

  /// Starts a command that shows the monitor; its runs are in the scratch folder.
  init(
    command: [String], in scratch: Scratch, environment: [String: String] = [:],
    columns: Int = 100, rows: Int = 30, isRead: Bool = true
  ) throws {
    self.scratch = scratch
    size = (columns, rows)
    process = try PtyProcess(
      Program.path, Program.withoutRepeats(command) + ["--runs", scratch.path + "/runs"],
      environment: Program.environment(scratch).merging(
        ["TERM": "xterm-256color"].merging(environment) { $1 }
      ) { $1 },
      columns: columns, rows: rows, isRead: isRead)
  }

  /// What the terminal shows now, line by line.
  var lines: [String] {
    let shown = process.terminal.shown(columns: size.columns, rows: size.rows)
    return (0..<size.rows).map(shown.line)
  }

  /// Waits until the screen contains `text`; false when it does not come.
  func shows(_ text: String, seconds: Double = 20) -> Bool {
    shows(seconds: seconds) { $0.contains { $0.contains(text) } }
  }

  /// Waits until the lines of the screen are as `condition` wants them.
  func shows(seconds: Double = 20, _ condition: ([String]) -> Bool) -> Bool {
    Patience.wait(seconds) { condition(lines) }
  }

  /// The round that the status line tells; nil before there is one.
  var round: Int? {
    lines.lazy.compactMap { $0.firstMatch(of: /round (\d+)\//) }.first.flatMap { Int($0.1) }
  }

  /// The round of a run that holds, once nothing of it is on its way any more.
  var settledRound: Int? {
    var last: (round: Int?, since: ContinuousClock.Instant) = (nil, .now)
    let isSettled = Patience.wait(20) {
      let round = self.round
      if round != last.round { last = (round, .now) }
      return round != nil && last.since.duration(to: .now) > .milliseconds(400)
    }
    return isSettled ? last.round : nil
  }

  /// Types.
  func send(_ text: String) { process.terminal.send(text) }

  /// Gives the terminal another size.
  mutating func resize(columns: Int, rows: Int) {
    size = (columns, rows)
    process.terminal.resize(columns: columns, rows: rows)
  }

  /// Waits for the end with this status, and expects the terminal as it was found.
  func expectEnd(
    _ status: Int32, location: SourceLocation = #_sourceLocation
  ) {
    #expect(process.wait(seconds: 30) == .exited(status), sourceLocation: location)
    expectRestored(location: location)
  }

  /// Expects a terminal whose modes, screen and cursor are as a shell has them.
  func expectRestored(location: SourceLocation = #_sourceLocation) {
    let fresh = try? PseudoTerminal(columns: 80, rows: 24)
    #expect(process.terminal.modes == fresh?.modes, sourceLocation: location)
    let isPlain = process.terminal.wait {
      process.terminal.shown(columns: 80, rows: 24).modes == VirtualTerminal.initialModes
    }
    #expect(isPlain, sourceLocation: location)
  }

  /// What was written on the terminal's own screen after the monitor had left.
  var epilogue: String {
    // The end of a process says nothing of the thread that reads its terminal: that may lag behind.
    var last: (count: Int, since: ContinuousClock.Instant) = (-1, .now)
    _ = Patience.wait(10) {
      let count = process.terminal.output.count
      if count != last.count { last = (count, .now) }
      return last.since.duration(to: .now) > .milliseconds(100)
    }
    return process.terminal.text.components(separatedBy: "\u{1b}[?1049l").last ?? ""
  }
}
