import Foundation
import Metrics
import RunStore
import Sim
import Synchronization

/// Puts a run's record into its file, which comes to it late: a run that goes on is put together, and may refuse, before
/// its file is taken hold of.
public final class FileRecorder: Recorder {
  private let file = Mutex<RunWriter?>(nil)

  /// Makes a recorder that has no file yet.
  init() {}

  /// Makes a recorder of a file that is there.
  public convenience init(writer: RunWriter) {
    self.init()
    open(writer)
  }

  /// Gives it the file; call before the run begins.
  func open(_ writer: RunWriter) { file.withLock { $0 = writer } }

  private var writer: RunWriter? { file.withLock(\.self) }

  /// Keeps in the file what is of weight there before its round is over.
  func hear(_ event: RunEvent) {
    switch event {
    case .stateChanged(let state): writer?.setStatus(state)
    // From here on it outlives this process, whoever asked.
    case .commandQueued(let record): writer?.queueCommand(record)
    default: break
    }
  }

  /// Puts what belongs together into the file, in one transaction; nothing before it has one.
  /// - Throws: `StoreError`.
  public func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
    try writer?.commit(
      round: events,
      checkpoint: checkpoint.map { checkpoint in
        CheckpointParts(
          server: Data(checkpoint.server), clients: checkpoint.clients.mapValues { Data($0) })
      })
  }
}

extension Checkpoint {
  /// The checkpoint that a run file keeps of a round.
  public init(round: Int, _ parts: CheckpointParts) {
    self.init(
      round: round, server: [UInt8](parts.server), clients: parts.clients.mapValues { [UInt8]($0) })
  }
}
