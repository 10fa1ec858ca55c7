/// How far a run is with something that comes between rounds and takes long.
public struct Progress: Sendable, Equatable, Codable {
  /// What the run is at.
  public enum Task: String, Sendable, Codable {
    /// Clients look at their data before the first round, or before layers are chosen anew.
    case scoring
    /// Test samples are answered.
    case evaluating
  }

  /// What the run is at.
  public var task: Task
  /// Clients or batches that were begun.
  public var done: Int
  /// All of them.
  public var total: Int

  /// Makes a progress.
  public init(_ task: Task, done: Int, total: Int) {
    self.task = task
    self.done = done
    self.total = total
  }
}
