import GRDB
import Metrics
import Plain

/// One event on record, with its place and times.
public struct StoredEvent: Sendable, Equatable {
  /// Its place in the record: ascending, with gaps where a resume took rounds back.
  public var sequence: Int64
  /// The virtual clock when it happened, seconds.
  public var simSeconds: Double
  /// Time since the run began, seconds, without the time the run lay interrupted.
  public var wallSeconds: Double
  /// The event.
  public var event: RunEvent
}

/// Events in order, up to the end of the record or to where the file is damaged.
public struct EventPage: Sendable, Equatable {
  /// The events, oldest first.
  public var events: [StoredEvent]
  /// What is wrong behind the last event, in a sentence; nil when the record is whole.
  public var damage: String?

  /// Reads what comes after `sequence`: 0, or that of an event that was read before.
  ///
  /// A row that cannot be read, does not follow the one before, or whose payload is not what was
  /// written, ends the page: what is behind it cannot be trusted.
  ///
  /// - Parameter limit: the most rows to read; nil for all, and then the end is checked, too.
  static func read(
    after sequence: Int64, limit: Int? = nil, in database: Database
  ) throws -> EventPage {
    let cursor = try Row.fetchCursor(
      database,
      sql: """
        SELECT sequence, sim_seconds, wall_seconds, checksum, payload, previous FROM events
        WHERE sequence > ? ORDER BY sequence LIMIT ?
        """, arguments: [sequence, limit ?? -1])
    let codec = EventCodec()
    var page = EventPage(events: [], damage: nil)
    var last = sequence
    do {
      while let row = try cursor.next() {
        guard let next = row.integer(0), next > last, row.integer(5) == last,
          let payload = row.bytes(4), row.integer(3) == Checksum.of(payload),
          let event = try? codec.event(payload)
        else {
          page.damage = damage(after: last, cause: "an event is missing or not what was written")
          break
        }
        last = next
        page.events.append(
          StoredEvent(
            sequence: next, simSeconds: row.number(1) ?? 0, wallSeconds: row.number(2) ?? 0,
            event: event))
      }
      if limit == nil, page.damage == nil, let status = try StatusRow(from: database),
        status.lastEvent > last
      {
        page.damage = damage(after: last, cause: "the last events are missing")
      }
    } catch let error as DatabaseError {
      guard error.resultCode != .SQLITE_BUSY, error.resultCode != .SQLITE_INTERRUPT else {
        throw error
      }
      page.damage = damage(after: last, cause: excerpt(error.message ?? "unreadable", limit: 80))
    }
    return page
  }

  private static func damage(after sequence: Int64, cause: String) -> String {
    "the run file is damaged after event \(sequence): \(cause); what is shown ends there"
  }
}
