import Foundation
import Plain

/// Data sets and models by short name.
public enum DatasetLibrary {
  /// A data set that can be asked for.
  public struct Entry: Sendable, Equatable {
    /// The name for the command line.
    public var name: String
    /// One line about it.
    public var summary: String
    /// Whether it can be used now: embedded, or fetched.
    public var isAvailable: Bool
  }

  /// Names that scripts/fetch-data writes.
  public static let fetched: [(name: String, summary: String)] = [
    ("mr", "movie reviews, 2 classes"), ("trec", "question types, 6 classes"),
    ("sst", "critics' snippets, 2 classes, clients are films"),
    ("subj", "subjective or objective, clients are films"),
    ("boolq", "yes/no questions with a passage"),
    ("privacy", "questions and privacy-policy clauses, clients are questions"),
    ("stsb", "sentence pairs, similar or different"), ("sms", "spam or ham"),
    ("20ng", "20 Newsgroups"), ("r8", "Reuters, 8 topics"), ("bbc", "BBC news, 5 topics"),
    ("qnli", "does the sentence answer the question (BIG=1)"),
    ("vitaminc", "claims and evidence, 3 classes (BIG=1)"),
    ("fashion", "Fashion-MNIST, images of clothes, 10 classes"),
  ]

  /// Whether `name` is that of a data set that scripts/fetch-data writes.
  public static func isFetched(_ name: String) -> Bool { fetched.contains { $0.name == name } }

  /// The folder of fetched data: the environment's FEDTOP_DATA, or `data`.
  public static var defaultRoot: String {
    let folder = ProcessInfo.processInfo.environment["FEDTOP_DATA"] ?? ""
    return folder.isEmpty ? "data" : folder.homeExpanded
  }

  /// All data sets that have a name.
  public static func entries(root: String = defaultRoot) -> [Entry] {
    let embedded = EmbeddedCorpus.Task.allCases.map {
      Entry(
        name: $0.rawValue, summary: "embedded, \($0.labelNames.count) classes", isAvailable: true)
    }
    return embedded
      + fetched.map { name, summary in
        Entry(
          name: name, summary: summary,
          isAvailable: ["train.jsonl", "train-images-idx3-ubyte.gz"].contains {
            FileBytes.exists("\(root)/\(name)/\($0)")
          })
      }
  }

  /// Loads an embedded task, a fetched data set, or a file (or a folder with `train.jsonl`).
  ///
  /// - Parameters:
  ///   - files: its files, if they have been found already.
  ///   - train: how many training samples of an embedded task are made; of others at most so many
  ///     are kept, drawn with `seed`. Nil: 4,000 embedded ones, all of the others.
  ///   - test: the same for held-out samples; nil: 1,000 embedded ones.
  ///   - isForTraining: whether it must be fit to train with; else it may lack labels.
  public static func load(
    _ request: DatasetRequest, files: DatasetFiles? = nil, root: String = defaultRoot,
    testFraction: Double = 0.2, train: Int? = nil, test: Int? = nil, seed: UInt64 = 42,
    isForTraining: Bool = true
  ) throws(CorpusError) -> Dataset {
    if let task = EmbeddedCorpus.Task(rawValue: request.place) {
      guard !request.filesAreClients else {
        throw .badFile(
          path: request.place,
          problem:
            "the files partition makes each file of a folder a client, and an embedded task has none: take "
            + "another partition")
      }
      guard request.test == .beside else {
        throw .badFile(
          path: request.place,
          problem: "an embedded task makes its held-out samples itself: leave --test out")
      }
      return EmbeddedCorpus.dataset(task, train: train ?? 4000, test: test ?? 1000, seed: seed)
    }
    let found = if let files { files } else { try DatasetFiles(request, root: root) }
    let labelNames = try found.labels.map { path throws(CorpusError) in try labels(path) }
    var dataset =
      if let images = found.images {
        try ImageReader.read(
          images, labelNames: labelNames, testFraction: testFraction, seed: seed)
      } else {
        try DatasetReader.read(
          found, columns: request.columns, testFraction: testFraction, seed: seed,
          labelNames: labelNames, isForTraining: isForTraining)
      }
    dataset.name = found.title(found.location)
    if isFetched(request.place) { dataset.notes = [] }
    if found.images != nil, request.columns.isAsked {
      dataset.notes.append(
        "columns and headers are those of tables, and these are images: what was said of them is not read"
      )
    }
    draw(&dataset.train, &dataset.trainRecords, limit: train, seed: seed, key: 1)
    draw(&dataset.test, &dataset.testRecords, limit: test, seed: seed, key: 2)
    return dataset
  }

  /// The same of a place alone, with columns that are guessed.
  static func load(
    _ place: String, root: String = defaultRoot, train: Int? = nil, test: Int? = nil,
    seed: UInt64 = 42
  ) throws(CorpusError) -> Dataset {
    try load(DatasetRequest(place), root: root, train: train, test: test, seed: seed)
  }

  private static func labels(_ path: String) throws(CorpusError) -> [String] {
    let bytes = try FileBytes.read(path, limit: 1 << 20)
    guard let names = try? JSONValue.parse(bytes).elements?.map(\.text), !names.isEmpty,
      names.allSatisfy({ $0 != nil }), Set(names).count == names.count
    else { throw .badFile(path: path, problem: "not a list of different label names") }
    return names.compactMap(\.self)
  }

  /// Keeps at most `limit` samples, drawn with `seed`.
  private static func draw(
    _ samples: inout [Sample], _ records: inout [Int]?, limit: Int?, seed: UInt64, key: UInt64
  ) {
    guard let limit, limit < samples.count else { return }
    var draws = SplitMix64(keys: seed, 0xd7a3, key)
    var order = Array(samples.indices)
    for place in 0..<max(0, limit) {
      order.swapAt(place, place + draws.below(order.count - place))
    }
    let kept = order.prefix(max(0, limit)).sorted()
    records = kept.map { [records] in records?[$0] ?? $0 }
    samples = kept.map { [samples] in samples[$0] }
  }
}
