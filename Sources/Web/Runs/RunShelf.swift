import Foundation
import RunStore
import Synchronization

/// The runs that are shown: one, or those of a directory.
///
/// A name from an address is looked for among the names there are; no path is ever made of it.
public final class RunShelf: Sendable {
  /// So many runs are open at once, those that were asked for last.
  static let capacity = 32

  private struct State {
    var open: [WatchedRun] = []
    var list: (made: ContinuousClock.Instant, listings: [RunListing])?

    /// The open run of that name, which moves to the end of the queue; one whose file was replaced is let go of.
    mutating func take(_ name: String) -> WatchedRun? {
      guard let index = open.firstIndex(where: { $0.name == name }) else { return nil }
      let run = open.remove(at: index)
      guard run.reader.isInPlace else { return nil }
      open.append(run)
      return run
    }

    /// Takes a run in, in place of the one that was not asked for longest.
    mutating func put(_ run: WatchedRun) {
      open.append(run)
      if open.count > RunShelf.capacity { open.removeFirst() }
    }
  }

  private let catalogue: RunCatalogue?
  private let ghosts: GhostFinder
  private let state: Mutex<State>

  /// One run.
  /// - Throws: `StoreError` when the file at `path` cannot be read.
  public init(run path: String, ghosts: @escaping GhostFinder) throws(StoreError) {
    catalogue = nil
    self.ghosts = ghosts
    let run = try WatchedRun(path: path, ghosts: ghosts)
    state = Mutex(State(open: [run]))
  }

  /// The runs of a directory, whatever comes and goes in it.
  public init(directory: String, ghosts: @escaping GhostFinder) {
    catalogue = RunCatalogue(directory: directory)
    self.ghosts = ghosts
    state = Mutex(State())
  }

  /// Whether there is a list to choose from.
  var isDirectory: Bool { catalogue != nil }

  /// The run of that name; nil for one that is not here.
  ///
  /// - Parameter name: nil for the only one there is.
  /// - Throws: `StoreError`.
  func run(_ name: String?) throws(StoreError) -> WatchedRun? {
    guard let catalogue else {
      let run = state.withLock(\.open).first
      return name == nil || name == run?.name ? run : nil
    }
    guard let name, let known = try catalogue.names().first(where: { $0 == name }) else {
      return nil
    }
    return try run(known, at: catalogue.path(of: known))
  }

  /// The newest runs, oldest first, as many as can be open, and how many older ones there are.
  /// - Throws: `StoreError` when the directory cannot be read.
  func newest() throws(StoreError) -> (names: [String], older: Int) {
    guard let catalogue else { return (state.withLock(\.open).map(\.name), 0) }
    let names = try catalogue.names()
    return (names.suffix(Self.capacity), max(0, names.count - Self.capacity))
  }

  /// All runs, newest first, as they were at most two seconds ago.
  /// - Throws: `StoreError` when the directory cannot be read.
  func listings() throws(StoreError) -> [RunListing] {
    guard let catalogue else { return [] }
    let now = ContinuousClock.now
    if let list = state.withLock(\.list), list.made + .seconds(2) > now { return list.listings }
    let listings = try catalogue.list()
    state.withLock { $0.list = (now, listings) }
    return listings
  }

  private func run(_ name: String, at path: String) throws(StoreError) -> WatchedRun {
    if let run = state.withLock({ $0.take(name) }) { return run }
    let run = try WatchedRun(path: path, ghosts: ghosts)
    state.withLock { $0.put(run) }
    return run
  }
}
