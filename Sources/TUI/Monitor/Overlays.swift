import Metrics

/// The runs that are drawn behind the one that is shown: those that a person asked for, and one that came by itself, its
/// parent or a stored run of another method.
public struct Overlays: Sendable, Equatable {
  /// Runs that are told apart on one chart.
  public static let most = 4

  private var laid: [GhostTrace] = []
  /// The run that came by itself and was taken away; a branch has another one.
  private var hidden: String?

  /// Only what comes by itself.
  public init() {}

  /// Draws another run, or the same anew.
  /// - Returns: false when there is no room for another.
  public mutating func lay(_ trace: GhostTrace, own: GhostTrace?) -> Bool {
    if let place = laid.firstIndex(where: { $0.run == trace.run }) {
      laid[place] = trace
      return true
    }
    guard behind(own: own).count < Self.most else { return false }
    laid.append(trace)
    return true
  }

  /// Draws the run again that came by itself.
  /// - Returns: false when there is no room for another.
  public mutating func showOwn() -> Bool {
    guard hidden == nil || laid.count < Self.most else { return false }
    hidden = nil
    return true
  }

  /// Takes one run away, or all.
  public mutating func takeOff(_ run: String?, own: GhostTrace?) {
    laid.removeAll { run == nil || $0.run == run }
    if run == nil || run == own?.run { hidden = own?.run }
  }

  /// What is drawn, the run that came by itself first.
  public func behind(own: GhostTrace?) -> [GhostTrace] {
    let own = own.flatMap { $0.run == hidden || laid.count >= Self.most ? nil : $0 }
    return [own].compactMap(\.self) + laid
  }
}
