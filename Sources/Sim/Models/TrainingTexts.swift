import Corpus
import Metrics
import Plain

/// The texts of a run's training samples, for people to read, and pictures of its images: a federation keeps what a
/// network reads alone.
public struct TrainingTexts: Sendable {
  private let texts: [String]
  private let pictures: [SampleImage?]
  /// What a run file says of the samples of an embedded task, which are in no file; nil for others.
  public let samples: RunSources.File?

  /// Characters of a text that are kept.
  private static let limit = 300
  /// Pixels of a picture's row: two fit side by side into half a screen.
  private static let pixels = 28

  /// Reads the data of a run.
  ///
  /// - Parameters:
  ///   - place: where it is: a task, a name, a file or a folder.
  ///   - test: a file of held-out samples that was named; nil: as the settings say.
  /// - Throws: `CorpusError`.
  public init(_ settings: Settings, data place: String, test: String?) throws(CorpusError) {
    let request = settings.dataset(at: place, test: test)
    let data = try DatasetLibrary.load(
      request, testFraction: settings.testFraction, train: settings.trainLimit(request),
      test: settings.testSamples > 0 ? settings.testSamples : nil, seed: UInt64(settings.seed))
    samples =
      EmbeddedCorpus.Task(rawValue: place) == nil ? nil : SharedData.fingerprint(data)
    texts = data.train.map { sample in
      let whole = sample.textPair.map { "\(sample.text) | \($0)" } ?? sample.text
      let text = String(whole.prefix(Self.limit))
      let isNamed = sample.image == nil && data.labelNames.indices.contains(sample.label)
      return text.isEmpty || !isNamed ? text : "\(data.labelNames[sample.label]) · \(text)"
    }
    pictures =
      data.hasImages
      ? data.train.mapConcurrently { sample in
        sample.image.map { Self.picture($0.pixels, label: data.labelNames[sample.label]) }
      } : []
  }

  /// The text at a position in the training split behind its label, of an image its name; nil when there is none.
  public subscript(position: Int) -> String? {
    guard texts.indices.contains(position), !texts[position].isEmpty else { return nil }
    return texts[position]
  }

  /// A small picture of the image at a position in the training split; nil of a text.
  public func picture(_ position: Int) -> SampleImage? {
    pictures.indices.contains(position) ? pictures[position] : nil
  }

  private static func picture(_ image: PixelImage, label: String) -> SampleImage {
    let grey = image.shrunk(to: pixels).converted(channels: 1)
    return SampleImage(width: grey.width, levels: grey.bytes, label: label)
  }
}
