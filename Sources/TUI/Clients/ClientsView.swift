import Metrics

/// What the clients are shown by.
enum ClientsView: String, Sendable, CaseIterable {
  /// How far each is with its curriculum, its loss, and when it took part.
  case training
  /// What each has: how many samples of which label.
  case data

  /// Whether the record tells it.
  func isTold(_ snapshot: RunSnapshot) -> Bool {
    self == .training || snapshot.started?.clientSamples.isEmpty == false
  }
}

extension Scene {
  /// What the clients are shown by, as far as the record tells it.
  var clientsView: ClientsView {
    state.clientsView.isTold(snapshot) ? state.clientsView : .training
  }
}
