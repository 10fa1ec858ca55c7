import Foundation
import Metrics
import RunStore
import Synchronization

/// The runs of a directory as they change: looks once a second, in the background, while somebody wants to know.
///
/// A file is opened when it has changed, or while its run is live, and its rounds are read once for each change of the last
/// one: a directory in which nothing happens costs a look at each name.
public final class DirectoryWatch: Sendable {
  private struct State {
    var cards: [RunCard] = []
    var problem: String?
    var isRead = false
    var isOpen = true
    var isWanted = true
  }

  /// Seconds between two looks.
  private static let interval = 1.0

  private let catalogue: RunCatalogue
  private let state = Mutex(State())
  private let nudge = DispatchSemaphore(value: 0)
  private let wake: @Sendable () -> Void

  /// Begins to look; `wake` is called, on any thread, when there is something new, and twice a minute as time passes.
  public init(directory: String, wake: @escaping @Sendable () -> Void) {
    catalogue = RunCatalogue(directory: directory)
    self.wake = wake
    let thread = Thread { [self] in watch() }
    thread.name = "fedtop runs"
    thread.start()
  }

  /// Absolute path of the directory.
  public var directory: String { catalogue.directory }

  /// The runs as they were last seen, in the order of their names.
  public var cards: [RunCard] { state.withLock(\.cards) }

  /// Why the directory cannot be read, in one line.
  public var problem: String? { state.withLock(\.problem) }

  /// Whether the directory has been looked at.
  public var isRead: Bool { state.withLock(\.isRead) }

  /// Looks, or rests until it is wanted again.
  public func want(_ isWanted: Bool) {
    state.withLock { $0.isWanted = isWanted }
    nudge.signal()
  }

  /// Stops looking.
  public func close() {
    state.withLock { $0.isOpen = false }
    nudge.signal()
  }

  private func watch() {
    var shelf: [String: ShelvedRun] = [:]
    var looks = 0
    while true {
      let (isOpen, isWanted) = state.withLock { ($0.isOpen, $0.isWanted) }
      guard isOpen else { return }
      if isWanted {
        look(&shelf, isReminder: looks % 30 == 0)
        looks += 1
      }
      _ = nudge.wait(timeout: isWanted ? .now() + Self.interval : .distantFuture)
    }
  }

  private func look(_ shelf: inout [String: ShelvedRun], isReminder: Bool) {
    var problem: String?
    do {
      let names = try catalogue.names()
      let known = shelf
      shelf = [:]
      for name in names {
        shelf[name] = ShelvedRun(name, in: catalogue, before: known[name])
      }
    } catch {
      problem = error.description
    }
    let cards = shelf.values.map(\.card).sorted { $0.name < $1.name }
    let isNews = state.withLock { state in
      let isNews = !state.isRead || state.cards != cards || state.problem != problem
      (state.cards, state.problem, state.isRead) = (cards, problem, true)
      return isNews
    }
    if isNews || isReminder { wake() }
  }
}
