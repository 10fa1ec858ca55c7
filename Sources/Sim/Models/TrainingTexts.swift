import Corpus
import Metrics

/// The texts of a run's training samples, for people to read: a federation keeps token ids alone.
public struct TrainingTexts: Sendable {
  private let texts: [String]
  /// What a run file says of the samples of an embedded task, which are in no file; nil for others.
  public let samples: RunSources.File?

  /// Characters of a text that are kept.
  private static let limit = 300

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
      return String(whole.prefix(Self.limit))
    }
  }

  /// The text at a position in the training split; nil when there is none.
  public subscript(position: Int) -> String? {
    texts.indices.contains(position) ? texts[position] : nil
  }
}
