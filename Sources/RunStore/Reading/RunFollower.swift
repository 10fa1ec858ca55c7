import Foundation
import GRDB
import Metrics

/// Follows a run that another process writes: what an attached monitor is fed with.
public struct RunFollower: Sendable {
  /// The file that is followed; commands are queued through it.
  public let reader: RunReader
  /// How the run was at the last call; nil before the first.
  public private(set) var status: RunStatus?

  /// Whether the file could not be read at the last `look`.
  public internal(set) var isLost = false
  /// Whether the file was at its path at the last `look`.
  var isInPlace = true

  private var sequence: Int64 = 0
  private var command: Int64 = 0
  private var heard: Int64 = 0
  private var resumes: Int
  private var shown: RunState?
  private var isDamageTold = false

  /// What one look at the file gives.
  private struct Look {
    var resumes: Int
    var page: EventPage
    var commands: [QueuedCommand]
    var heard: [QueuedCommand]
    var status: StatusRow?
  }

  /// Starts before the first event of the run file at `path`; errors as `RunReader`.
  public init(path: String) throws(StoreError) {
    self.init(reader: try RunReader(path: path))
  }

  /// Starts before the first event.
  public init(reader: RunReader) {
    self.reader = reader
    resumes = reader.meta.resumes
  }

  /// Events since the last call, oldest first; the first call gives the whole record.
  ///
  /// Adds `commandQueued` for commands that wait, `commandApplied` for pauses and steps that other
  /// terminals asked for, `stateChanged` when the state in a word changed (a host that is gone shows
  /// as `interrupted`, with a notice), and one notice when the file is damaged. When
  /// the run was resumed meanwhile, rounds may have been taken back: the record is given again from
  /// `run_started`, with which a snapshot starts over.
  ///
  /// Cheap when nothing happened: five look-ups. Twice to ten times a second is a good rate.
  public mutating func poll() throws(StoreError) -> [RunEvent] {
    let (known, after, queued, heard) = (resumes, sequence, command, heard)
    let look = try reader.read { database in
      let resumes = try RunMeta.resumes(in: database)
      let isSame = resumes == known
      return Look(
        resumes: resumes,
        page: try EventPage.read(after: isSame ? after : 0, in: database),
        commands: try QueuedCommand.waiting(after: isSame ? queued : 0, in: database),
        heard: try QueuedCommand.heard(
          after: isSame ? heard : 0, isFollowed: true, in: database),
        status: try StatusRow(from: database))
    }
    if look.resumes != known {
      resumes = look.resumes
      shown = nil
    }
    return take(look)
  }

  private mutating func take(_ look: Look) -> [RunEvent] {
    var events = look.page.events.map(\.event)
    sequence = look.page.events.last?.sequence ?? sequence
    events += look.commands.map { .commandQueued($0.record) }
    command = look.commands.last?.id ?? command
    events += look.heard.map { .commandApplied($0.record) }
    heard = look.heard.last?.id ?? heard
    if let damage = look.page.damage, !isDamageTold {
      isDamageTold = true
      events.append(.notice(Notice(level: .warning, text: damage)))
    }
    status = look.status?.judged(reader.path, now: Date().timeIntervalSince1970)
    if let state = status?.shownState, state != shown {
      shown = state
      events.append(.stateChanged(state))
      if let status, status.condition == .dead {
        let text = "its process is gone: fedtop resume \(reader.name)"
        events.append(.notice(Notice(level: .warning, round: status.round, text: text)))
      }
    }
    return events
  }
}
