import Metrics
import Synchronization

/// Counts the jobs of something that takes long, and tells of it a hundred times at most.
final class ProgressMeter: Sendable {
  private let task: Progress.Task
  private let total: Int
  private let begun = Atomic(0)
  private let tell: @Sendable (RunEvent) -> Void

  /// Makes a meter of `total` jobs, none of which was begun.
  init(_ task: Progress.Task, of total: Int, tell: @escaping @Sendable (RunEvent) -> Void) {
    self.task = task
    self.total = total
    self.tell = tell
  }

  /// A job is begun, on any thread.
  func begin() {
    let done = begun.add(1, ordering: .relaxed).newValue
    guard done.isMultiple(of: max(1, (total + 99) / 100)) || done == total else { return }
    tell(.progressed(Progress(task, done: done, total: total)))
  }
}
