import Foundation
import Metrics
import Plain
import RunStore

/// A run file as it was last seen, so that what has not changed is not read again.
struct ShelvedRun {
  /// What is known of the run.
  let card: RunCard
  private let stamp: FileStamp

  /// Looks at a run; what was known `before` stays where the file is the same and no process can have ended.
  init(_ name: String, in catalogue: RunCatalogue, before: ShelvedRun?) {
    let path = catalogue.path(of: name)
    stamp = FileStamp(run: path)
    if let before, before.stamp == stamp, !before.card.condition.isLive {
      card = before.card
    } else {
      card = RunCard(catalogue.listing(name: name), before: before?.card)
    }
  }
}

extension FileStamp {
  /// Of a run file and its write-ahead log.
  init(run path: String) { self.init(path, path + "-wal") }
}

extension RunCard {
  /// The card of a run in a catalogue; its rounds are read where the last one is another than `before`.
  init(_ listing: RunListing, before: RunCard? = nil) {
    self.init(name: listing.name, path: listing.path, condition: Condition(listing.status))
    method = listing.method
    data = listing.data
    rounds = listing.rounds
    created = listing.created?.timeIntervalSince1970
    problem = listing.problem
    score = listing.score
    guard let status = listing.status else { return }
    round = status.round
    bytes = status.bytesUp &+ status.bytesDown
    if let before, before.round == round, before.created == created, !before.settings.isEmpty {
      (values, simSeconds, settings) = (before.values, before.simSeconds, before.settings)
      return
    }
    do {
      let reader = try RunReader(path: listing.path)
      settings = reader.meta.provenance.configuration
      values = try reader.rounds().map(score.value)
      simSeconds = try reader.clock()
    } catch {
      problem = problem ?? error.description
    }
  }
}

extension RunCard.Condition {
  /// What has become of a run, as its status tells.
  fileprivate init(_ status: RunStatus?) {
    switch status?.condition {
    case .live?:
      self =
        switch status?.shownState {
        case .suspended?: .suspended
        case .paused?: .paused
        default: .live
        }
    case .finished?: self = .finished
    case .interrupted?: self = .interrupted
    case .dead?: self = .dead
    case nil: self = .damaged
    }
  }
}
