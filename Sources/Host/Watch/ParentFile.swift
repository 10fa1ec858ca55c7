import Foundation
import Metrics
import RunStore

/// The file of a run's parent, which lies beside that of the run.
public struct ParentFile: Sendable {
  /// The parent, and the last round that both share.
  public let parent: RunStarted.Parent
  private let folder: String

  /// The parent of a run; nil for a run that was not branched.
  ///
  /// - Parameter path: the run's own file.
  public init?(of started: RunStarted?, path: String) {
    guard let parent = started?.parent else { return nil }
    self.parent = parent
    folder = RunCatalogue.folder(ofPath: path)
  }

  /// Opens the file.
  /// - Throws: `StoreError`.
  func open() throws(StoreError) -> RunReader {
    // The name comes from a file: it may not lead elsewhere.
    guard !parent.run.contains("/") else { throw .notFound(parent.run, directory: folder) }
    return try RunReader(path: "\(folder)/\(parent.run).sqlite")
  }

  /// The curves as far as the parent has got.
  /// - Throws: `StoreError`.
  func trace(_ reader: RunReader) throws(StoreError) -> GhostTrace {
    var whole = try reader.snapshot(throughRound: 0)
    for report in try reader.rounds() { whole.apply(.roundFinished(report)) }
    return GhostTrace(.parent, run: parent.run, round: parent.round, points: whole.ghostPoints)
  }

  /// What is told of a parent that cannot be read.
  var lost: GhostTrace {
    GhostTrace(
      .parent, run: parent.run, round: parent.round, points: [],
      problem: "no ghost: \(parent.run).sqlite is not beside this run's file")
  }

  /// The curves once, for a single frame.
  public func trace() -> GhostTrace {
    do {
      return try trace(try open())
    } catch {
      return lost
    }
  }
}
