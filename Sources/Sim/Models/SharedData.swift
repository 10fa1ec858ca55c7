import Corpus
import Metrics

/// A data set as the runs of a process share it: token ids, and what divides it over clients.
final class SharedData: Sendable {
  /// All that a data set in memory depends on.
  struct Key: Hashable {
    /// Task, name, file or folder, and how it is read.
    var request: DatasetRequest
    /// Whether a manifest will be held against it.
    var isSplitByFile = false
    var testFraction: Double
    /// Share of the training labels that are changed.
    var labelNoise = 0.0
    var train: Int?
    var test: Int?
    var seed: UInt64
    /// The model whose tokenizer it is.
    var model: String
    /// Longest sequence, tokens.
    var maxLength: Int
    /// The labels of the model's head, which the data's are matched with; empty: it has none.
    var head: [String] = []
    /// What is learned of it.
    var task = LearningTask.labels
  }

  /// The files it was read from; nil for an embedded task.
  let files: DatasetFiles?
  /// Short name.
  let name: String
  /// Names of the labels, by index.
  let labelNames: [String]
  /// What was decided for the user and should be told.
  let notes: [String]
  /// What looks like a mistake in the data.
  let warnings: [String]
  /// Its classes with their counts, and how many samples are cut, a sentence each.
  let facts: [String]
  /// How the labels were matched with those of the model's head; nil when they were not.
  let labelNote: String?
  /// What stands in front of each labelled text that became an instruction; nil where none did.
  let request: String?
  let train: TokenizedData
  let test: TokenizedData
  /// What a run file says of the samples of an embedded task, which are in no file; nil for others.
  let samples: RunSources.File?
  /// What a manifest of a split says of the samples, as they were read; nil where none is asked for: all texts are hashed.
  let parts: SplitManifest.Parts?
  private let trainOwners: Owners
  private let testOwners: Owners

  /// Whose each sample is, as numbers into their names; no numbers when the data does not say.
  private struct Owners {
    var names: [String] = []
    var numbers: [Int32] = []

    init(_ samples: [Sample]) {
      guard samples.contains(where: { $0.client != nil }) else { return }
      var known: [String: Int32] = [:]
      numbers.reserveCapacity(samples.count)
      for sample in samples {
        guard let name = sample.client else {
          numbers.append(-1)
          continue
        }
        let next = Int32(names.count)
        let number = known[name, default: next]
        if number == next {
          known[name] = next
          names.append(name)
        }
        numbers.append(number)
      }
    }

    subscript(position: Int) -> String? {
      guard numbers.indices.contains(position), numbers[position] >= 0 else { return nil }
      return names[Int(numbers[position])]
    }
  }

  /// Reads and tokenises a data set.
  /// - Throws: `CorpusError`.
  init(_ key: Key, tokenizer: any Tokenizer) throws(CorpusError) {
    let place = key.request.place
    let isEmbedded = EmbeddedCorpus.Task(rawValue: place) != nil
    files = isEmbedded ? nil : try DatasetFiles(key.request)
    let read = try DatasetLibrary.load(
      key.request, files: files, testFraction: key.testFraction, train: key.train, test: key.test,
      seed: key.seed)
    guard read.hasInstructions || read.labelNames.count > 1 else {
      throw .badFile(path: place, problem: "only one label: there is nothing to tell apart")
    }
    let changes = try tokenizer.check(read, place: place)
    // Before labels are matched with a head, whose order and further labels are no matter of the data.
    var changed = read
    changed.changeLabels(of: key.labelNoise, seed: key.seed)
    let (dataset, told) = try key.task.applied(
      to: changed.labelled(as: HeadLabels(key.head)) ?? changed)
    name = dataset.name
    // Of the labels that the data has: the same split is one for every model.
    parts = key.isSplitByFile ? read.parts(files) : nil
    labelNote = dataset.labelNote
    labelNames = dataset.labelNames
    request = key.task.request(to: read)?.words
    // The texts of an embedded task are made by a grammar, which repeats itself.
    let review = DatasetReview(dataset, forMistakes: !isEmbedded)
    func tokenized(_ samples: [Sample]) -> TokenizedData {
      TokenizedData(samples, tokenizer: tokenizer, maxLength: key.maxLength, task: key.task)
    }
    (train, test) = (tokenized(dataset.train), tokenized(dataset.test))
    notes = dataset.notes
    // An image is never cut.
    let full =
      dataset.hasImages
      ? 0
      : [train, test].reduce(0) { sum, data in
        sum + data.labels.indices.count { data.length($0) >= key.maxLength }
      }
    let cut =
      "\(full) of \(dataset.train.count + dataset.test.count) samples fill the longest sequence of "
      + "\(key.maxLength) tokens: what is longer "
      + (key.task.template == nil
        ? "is cut"
        : "loses the front of its prompt, and of its answer what has no room all the same")
      + " (model.max_length)"
    facts = changes + told + [review.summary] + (full > 0 ? [cut] : [])
    warnings =
      isEmbedded
      ? []
      : dataset.warnings + review.warnings
        + [
          Self.unreadable([train, test], by: tokenizer),
          dataset.hasImages ? nil : Self.leaked(test, from: train, known: review.shared),
        ].compactMap(\.self)
    trainOwners = Owners(dataset.train)
    testOwners = Owners(dataset.test)
    samples = isEmbedded ? Self.fingerprint(dataset) : nil
  }

  /// That the vocabulary of a model has no words for what the texts say; nil: it has.
  ///
  /// A model of another language, or of small letters alone, learns from what all texts have in common: nothing.
  private static func unreadable(_ splits: [TokenizedData], by tokenizer: any Tokenizer) -> String?
  {
    guard let unknown = tokenizer.unknownToken else { return nil }
    let all = splits.reduce(0) { $0 + $1.labels.count }
    let count = splits.reduce(0) { $0 + $1.unreadable(unknown) }
    guard count * 5 >= max(1, all) else { return nil }
    return
      "\(count) of \(all) samples are unknown to the model's tokenizer in half of their words, or in more: is it of this "
      + "language?"
  }

  /// That held-out texts are training ones to the model, more than a reader sees; nil: they are not.
  ///
  /// - Parameter known: how many texts are in both, letter by letter.
  private static func leaked(
    _ test: TokenizedData, from train: TokenizedData, known: Int
  ) -> String? {
    let shared = test.asked(in: train)
    guard shared > known else { return nil }
    return
      "\(shared) of \(test.labels.count) held-out texts are training ones to the model, which sees no difference in case, "
      + "blanks or what is cut: accuracy on them is no measure"
  }

  /// Labels and owners of all samples, without their texts: what a partition asks for.
  var outline: Dataset {
    func samples(_ data: TokenizedData, _ owners: Owners) -> [Sample] {
      data.labels.enumerated().map { Sample(text: "", label: $1, client: owners[$0]) }
    }
    return Dataset(
      name: name, labelNames: labelNames, train: samples(train, trainOwners),
      test: samples(test, testOwners))
  }

  /// SHA-256 of the texts, labels and owners that the grammar gave.
  static func fingerprint(_ dataset: Dataset) -> RunSources.File {
    var text: [UInt8] = []
    text.reserveCapacity(64 * (dataset.train.count + dataset.test.count))
    func add(_ field: String) {
      text.append(contentsOf: field.utf8)
      text.append(UInt8(ascii: "\n"))
    }
    for samples in [dataset.train, dataset.test] {
      for sample in samples {
        add(sample.text)
        add(sample.textPair ?? "")
        add(sample.client ?? "")
        // A byte is enough for the labels of the tasks there are.
        text.append(UInt8(truncatingIfNeeded: sample.label))
      }
    }
    return text.withUnsafeBytes { RunSources.File(part: "samples", bytes: $0) }
  }
}
