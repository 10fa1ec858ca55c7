import Metrics

extension Simulation {
  /// Tells everybody who watches a sentence that is not of the simulation's own making; it is not put on record.
  public func tell(_ notice: Notice) {
    hub.emit(.notice(notice))
  }
}
