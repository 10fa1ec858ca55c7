import Foundation
import Metrics
import Plain
import RunStore
import Sim
import Synchronization

/// Puts a run's record into its file, which comes to it late: a run that goes on is put together, and may refuse, before
/// its file is taken hold of.
public final class FileRecorder: Recorder {
  private let file = Mutex<RunWriter?>(nil)

  private let sources: Mutex<PendingSources>

  /// Makes a recorder that has no file yet.
  init() { sources = Mutex(.told) }

  /// Makes a recorder of a file that is there.
  ///
  /// - Parameter sources: finds out what the run was made from, if the file does not say it whole yet: large models are
  ///   read while their run has begun already.
  public init(writer: RunWriter, sources: (@Sendable () throws -> RunSources)? = nil) {
    self.sources = Mutex(sources.map(PendingSources.unasked) ?? .told)
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
    case .commandApplied(let record) where record.command?.isSetting == false:
      writer?.noteCommand(record)
    default: break
    }
  }

  /// Puts what belongs together into the file, in one transaction; nothing before it has one.
  ///
  /// Before the first checkpoint goes what the run was made from: without that nobody could go on from it.
  /// - Throws: `StoreError`, or what kept a source from being read.
  public func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
    if let found = try sources.withLock({ try $0.next(isDue: checkpoint != nil) }) {
      try writer?.keep(found)
    }
    try writer?.commit(round: events, checkpoint: checkpoint)
  }
}

/// What a run was made from, on its way into the file.
private enum PendingSources {
  case unasked(@Sendable () throws -> RunSources)
  case asked(Aside<RunSources>)
  case told

  /// Begins to find out when the run has begun, and hands it out once when it is due.
  mutating func next(isDue: Bool) throws -> RunSources? {
    if case .unasked(let find) = self { self = .asked(Aside(find)) }
    guard isDue, case .asked(let aside) = self else { return nil }
    self = .told
    return try aside.value()
  }
}
