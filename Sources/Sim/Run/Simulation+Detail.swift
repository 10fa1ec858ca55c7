import Corpus
import Metrics

extension Simulation {
  /// What is known of a client beside what the record tells; nil for one that does not exist.
  ///
  /// May be called from any thread.
  public func detail(ofClient index: Int) -> ClientDetail? {
    guard federation.settings.clients > index, index >= 0 else { return nil }
    var detail = ClientDetail(client: index, device: device(of: index))
    guard let order = orders.withLock({ $0[index] }) else { return detail }
    let samples = order.batches.flatMap { $0 }
    // The embedded data has no texts, only tokens.
    detail.easiest = samples.prefix(Self.shownTexts).map(text).filter { !$0.isEmpty }
    detail.hardest = samples.suffix(Self.shownTexts).reversed().map(text).filter { !$0.isEmpty }
    detail.easiestImages = samples.prefix(Self.shownTexts).compactMap(picture)
    detail.hardestImages = samples.suffix(Self.shownTexts).reversed().compactMap(picture)
    if let scores = order.scores {
      var places: [Int: Int] = [:]
      for (place, sample) in federation.partition[index].enumerated() { places[sample] = place }
      detail.difficulties = samples.compactMap { sample in
        guard let place = places[sample], scores.values.indices.contains(place) else { return nil }
        let value = scores.values[place]
        return value >= 0 ? Double(value) : nil
      }
    }
    let used = snapshot.clients[index].batchesUsed
    detail.used = order.batches.prefix(used).reduce(0) { $0 + $1.count }
    return detail
  }

  private static let shownTexts = 3
  /// Characters of a text that are told.
  private static let shownCharacters = 300

  private func text(_ sample: Int) -> String {
    guard federation.dataset.train.indices.contains(sample) else { return "" }
    let sample = federation.dataset.train[sample]
    let whole = sample.textPair.map { "\(sample.text) | \($0)" } ?? sample.text
    return String(whole.prefix(Self.shownCharacters))
  }

  /// Pixels of a picture's row: two fit side by side into half a screen.
  private static let shownPixels = 28

  private func picture(_ sample: Int) -> SampleImage? {
    guard let image = federation.train.picture(sample, limit: Self.shownPixels) else { return nil }
    let grey = image.converted(channels: 1)
    return SampleImage(
      width: grey.width, levels: grey.bytes,
      label: federation.dataset.labelNames[federation.train.labels[sample]])
  }

  private func device(of client: Int) -> String? {
    guard let fleet = federation.fleet else { return nil }
    let device = fleet.device(of: client)
    let scale = fleet.scale(of: client)
    return scale == 1 ? device.name : "\(device.name), \(Units.significant(scale)) times its class"
  }
}
