import Corpus
import Metrics
import Plain

/// What is in a data set, for somebody who has not trained with it yet.
public struct DataSheet: Sendable, Encodable {
  /// Short name.
  public let name: String
  /// Its files by what they are to it: `train`, `test`, `labels`.
  public let files: [String: String]
  /// What columns are taken as, and why.
  public let columns: [Column]
  /// Training samples.
  public let train: Int
  /// Held-out samples.
  public let test: Int
  /// The classes in the order of their numbers; none without labels.
  public let classes: [Class]
  /// Lengths in tokens of all samples.
  public let lengths: Lengths
  /// What was decided on the way.
  public let notes: [String]
  /// What looks like a mistake.
  public let warnings: [String]
  /// How the settings divide the samples; nil when they cannot.
  public let partition: Division?
  /// The same as a file that a run can be told to use, or why there is none.
  public let manifest: Result<SplitManifest, CorpusError>

  enum CodingKeys: String, CodingKey {
    case name, files, columns, train, test, classes, lengths, notes, warnings, partition
  }

  /// A column and its use.
  public struct Column: Sendable, Encodable {
    /// What it holds: text, second text, label or client.
    public let role: String
    /// Its name, or its number.
    public let column: String
    /// Why: given, name or content.
    public let reason: String
  }

  /// A class and its samples.
  public struct Class: Sendable, Encodable {
    /// Its label.
    public let label: String
    /// Training samples.
    public let train: Int
    /// Held-out samples.
    public let test: Int
  }

  /// Lengths in tokens, as a tokenizer counts them.
  public struct Lengths: Sendable, Encodable {
    /// The model whose tokenizer it is.
    public let model: String
    /// Of the shortest, the middle and the longest sample, and below which 95 of 100 are.
    public let shortest, median, percentile95, longest: Int
    /// On average.
    public let mean: Double
    /// Longest sequence of a run with these settings.
    public let limit: Int
    /// Samples that are longer, and cut.
    public let truncated: Int
    /// Their share.
    public let share: Double

    enum CodingKeys: String, CodingKey {
      case model, shortest, median, longest, mean, limit, truncated
      case percentile95 = "percentile_95"
      case share = "truncated_share"
    }

    init(_ lengths: [Int], limit: Int, model: String) {
      let sorted = lengths.sorted()
      func quantile(_ share: Double) -> Int {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
      }
      self.model = model
      (shortest, median, percentile95) = (quantile(0), quantile(0.5), quantile(0.95))
      longest = sorted.last ?? 0
      mean = Double(sorted.reduce(0, +)) / Double(max(1, sorted.count))
      self.limit = limit
      truncated = sorted.count { $0 > limit }
      share = Double(truncated) / Double(max(1, sorted.count))
    }
  }

  /// Samples by client.
  public struct Division: Sendable, Encodable {
    /// The rule.
    public let scheme: String
    /// Training samples: a row a client, a column a class.
    public let counts: [[Int]]
    /// Held-out samples of each client.
    public let heldOut: [Int]
    /// SHA-256 of who has which sample.
    public let sha256: String
    /// What people call it.
    public let title: String

    enum CodingKeys: String, CodingKey {
      case scheme, counts, sha256
      case heldOut = "held_out"
    }
  }

  /// Reads, counts and tokenises a data set, and divides it as a run with these settings would.
  /// - Throws: `CorpusError` or `ModelError`; not for data that is unfit to train with, which the sheet says.
  public init(_ settings: Settings, assets: AssetLibrary) throws {
    let model = try assets.model(try AssetPlaces.model(settings.model))
    let isEmbedded = EmbeddedCorpus.Task(rawValue: settings.data) != nil
    let request = settings.dataset(at: settings.data)
    let found = isEmbedded ? nil : try DatasetFiles(request)
    let task = try LearningTask(settings, model)
    let read = try DatasetLibrary.load(
      request, files: found, testFraction: settings.testFraction,
      train: settings.trainLimit(request),
      test: settings.testSamples > 0 ? settings.testSamples : nil, seed: UInt64(settings.seed),
      isForTraining: false)
    let (dataset, facts) = try task.applied(to: read)
    name = found?.title(settings.data) ?? dataset.name
    files = Dictionary(
      (found?.parts ?? []).map { ($0.part, $0.path.absolutePath) }, uniquingKeysWith: { $1 })
    columns = dataset.uses.map {
      Column(role: $0.role.rawValue, column: $0.column, reason: $0.reason.rawValue)
    }
    (train, test) = (dataset.train.count, dataset.test.count)
    let review = DatasetReview(dataset)
    classes = review.classes.map { Class(label: $0.name, train: $0.train, test: $0.test) }
    // What another kind of model reads is counted all the same, for the sheet is of the data.
    let isRead = dataset.hasImages == (model.tokenizer.pixelLevels != nil)
    let lengths = (isRead ? dataset.train + dataset.test : []).map {
      task.encode($0, by: model.tokenizer, maxLength: Self.unlimited).tokens.count
    }
    self.lengths = Lengths(
      lengths, limit: min(settings.maxLength, model.maxLength),
      model: settings.model)
    var warnings = dataset.warnings + review.warnings
    if classes.count < 2, !read.hasInstructions {
      warnings.append(
        classes.isEmpty
          ? request.columns.areInstructions
            ? "neither instructions nor labels: nothing can be trained"
            : "no labels: nothing can be trained (--label-column)"
          : "only one label: there is nothing to tell apart")
    }
    var trained = dataset
    trained.changeLabels(of: settings.labelNoise, seed: UInt64(settings.seed))
    (partition, manifest) = try Self.division(
      trained, parts: read.parts(found), settings, &warnings)
    var notes = trained.notes + facts
    do throws(CorpusError) {
      if isRead { notes += try model.tokenizer.check(dataset, place: settings.data) }
    } catch {
      warnings.append(error.description)
    }
    self.notes = notes
    self.warnings = warnings
  }

  /// Longer than any text is.
  private static var unlimited: Int { 1 << 24 }

  /// What is impossible is a remark of the sheet; a manifest that does not fit is an error.
  private static func division(
    _ dataset: Dataset, parts: SplitManifest.Parts, _ settings: Settings,
    _ warnings: inout [String]
  ) throws(CorpusError) -> (Division?, Result<SplitManifest, CorpusError>) {
    do throws(CorpusError) {
      if dataset.hasInstructions { try settings.checkLabels(dataset.labelNames) }
      let isRead = !settings.splitManifest.isEmpty
      let law = try settings.drawnSplit(dataset.train.map(\.label), dataset.test.map(\.label))
      let (split, title) = try settings.split(dataset, parts: isRead ? parts : nil)
      let counts = split.train.map { part in
        var row = Array(repeating: 0, count: max(1, dataset.labelNames.count))
        for index in part { row[dataset.train[index].label] += 1 }
        return row
      }
      let division = Division(
        scheme: isRead ? "manifest" : settings.partition.rawValue, counts: counts,
        heldOut: split.test.map(\.count), sha256: law?.train.sha256 ?? split.sha256, title: title)
      guard law == nil else {
        return (
          division,
          .failure(
            .impossiblePartition(
              "clients that draw their samples share them, which no file of a split can say"))
        )
      }
      let manifest = SplitManifest(
        split, of: settings.data, parts: parts, scheme: title, seed: settings.seed)
      return (division, .success(manifest))
    } catch .impossiblePartition(let problem) {
      let error = CorpusError.impossiblePartition(problem)
      warnings.append(error.description)
      return (nil, .failure(error))
    } catch {
      throw error
    }
  }
}
