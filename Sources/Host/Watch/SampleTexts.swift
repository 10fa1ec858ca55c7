import Foundation
import Metrics
import Sim
import Synchronization

/// The texts of a run's samples for the monitor: opened in the background from the data that its file names, once somebody
/// looks at a client, and let go with this.
public final class SampleTexts: Sendable {
  private enum State {
    case reading
    case read(TrainingTexts)
    case failed(String)
  }

  private let state = Mutex(State.reading)

  /// Begins to read; `wake` is called, on any thread, when that has ended.
  public init(path: String, wake: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      let found: State
      do {
        found = .read(try StoredRun(path: path).texts())
      } catch {
        found = .failed(Self.reason(error))
      }
      state.withLock { $0 = found }
      wake()
    }
    thread.name = "fedtop texts"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Adds to a detail the texts and pictures that a histogram names, or why there are none.
  public func describe(_ histogram: DifficultyHistogram, in detail: inout ClientDetail) {
    switch state.withLock({ $0 }) {
    case .reading: detail.problem = "being opened"
    case .failed(let reason): detail.problem = "none: \(reason)"
    case .read(let texts):
      detail.easiest = histogram.easiest.compactMap { texts[$0] }
      detail.hardest = histogram.hardest.compactMap { texts[$0] }
      detail.easiestImages = histogram.easiest.compactMap(texts.picture)
      detail.hardestImages = histogram.hardest.compactMap(texts.picture)
    }
  }

  /// Why there are no texts, for who can only look.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case SourceError.notFound(_, _, let path): "\(path) is no longer there"
    case SourceError.changed(_, _, let path, _, _):
      "\(path) has changed since (its SHA-256 is another)"
    case SourceError.files(_, _, let path, let isThere):
      "\(path) is \(isThere ? "there now, and was not" : "no longer there")"
    case SourceError.unrecorded: "the run file of an earlier fedtop does not name its data"
    default: "\(error)"
    }
  }
}
