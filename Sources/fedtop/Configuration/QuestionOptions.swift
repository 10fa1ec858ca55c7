import ArgumentParser
import Corpus
import Export
import Host
import Plain
import RunStore
import Transformer

/// A model or a run, and texts to ask it about.
struct QuestionOptions: ParsableArguments {
  @Option(
    help: "embedded, minilm, or a Hugging Face directory; with --run: where its model is now.")
  var model: String?

  @Option(help: "A PEFT LoRA adapter directory.")
  var adapter: String?

  @Option(help: "A run in place of a model: its name, its start or end, latest, or a path.")
  var run: String?

  @Option(help: "With --run: the round; the last checkpoint if not given.")
  var round: Int?

  @Option(help: "With --run: a client's personalised parameters, not the global ones.")
  var client: Int?

  @OptionGroup var folder: RunsFolder

  @Option(help: "Samples: JSON lines, CSV or TSV.")
  var data: String?

  @Option(help: "Column of the text; guessed if not given.")
  var textColumn: String?

  @Option(help: "Column of the second text; guessed if not given.")
  var pairColumn: String?

  @Option(help: "Column of the label; guessed if not given.")
  var labelColumn: String?

  @Flag(help: "The first line of the samples is one and does not name the columns.")
  var noHeader = false

  @Option(help: "Longest sequence in tokens; the limit of the model or run if not given.")
  var maxLength: Int?

  @Flag(help: "JSON lines on stdout.")
  var json = false

  func validate() throws {
    if model == nil, run == nil { throw ValidationError("give either --model or --run") }
    if run != nil, adapter != nil { throw ValidationError("--adapter goes with --model") }
    if run == nil, round != nil || client != nil || folder.named != nil {
      throw ValidationError("--round, --client and --runs go with --run")
    }
    if data == nil, textColumn != nil || pairColumn != nil || labelColumn != nil || noHeader {
      throw ValidationError(
        "--text-column, --pair-column, --label-column and --no-header go with --data")
    }
    if let maxLength, maxLength < 4 {
      throw ValidationError("--max-length \(maxLength): must be at least 4")
    }
  }

  /// Opens the model, or the parameters of the run, and says what is to be known of its answers.
  ///
  /// - Parameters:
  ///   - labels: names of the labels, for a head that is made anew.
  ///   - objective: what it is asked for.
  func load(
    labels: [String]? = nil, objective: Objective = .labels
  ) throws -> LoadedModel {
    let loaded = try open(labels, objective)
    if objective == .labels { try loaded.checkLabels(excerpt(run ?? model ?? "", limit: 200)) }
    try loaded.checkReadsTexts()
    tell(loaded.notes)
    return loaded
  }

  /// Says what is to be known of the answers, beside them.
  func tell(_ notes: [String]) {
    for note in notes { StandardError.write("note: \(note)") }
  }

  /// The samples of a file with labels of the model's, and says where numbers are taken as places among its names.
  /// - Throws: `CorpusError` for a label that the model lacks.
  func labelled(_ texts: DatasetReader.Texts, as model: LoadedModel) throws -> [Sample] {
    let samples = try texts.samples(labels: model.labelNames)
    tell([HeadLabels(model.labelNames).placesNote(try texts.labelNames())].compactMap(\.self))
    return samples
  }

  /// Hands `samples` out in batches, with the encodings of each, and says how many are cut.
  func batches(
    _ samples: [Sample], _ model: LoadedModel
  ) throws -> [(encodings: [Encoding], batch: PackedBatch)] {
    let batches = try model.batches(samples)
    if let note = model.cutNote(samples, batches.flatMap(\.encodings)) { tell([note]) }
    return batches
  }

  private func open(_ labels: [String]?, _ objective: Objective) throws -> LoadedModel {
    if let run {
      let path = try RunCatalogue(directory: folder.runs).resolve(run)
      return try LoadedModel(
        try StoredModel(path: path, round: round, moved: model), client: client,
        maxLength: maxLength)
    }
    return try LoadedModel(
      model: model ?? "", adapter: adapter, labels: labels, objective: objective,
      maxLength: maxLength)
  }

  /// Fails on an answer that is no number: whoever reads it would take it for one.
  /// - Throws: a data `Failure` with the place of the sample, from 1.
  func check(_ values: [Float], _ what: String, sample: Int) throws(Failure) {
    guard !values.allSatisfy(\.isFinite) else { return }
    let place = data.map { "\(excerpt($0, limit: 200)), sample \(sample)" } ?? "text \(sample)"
    throw Failure(
      "\(place): the \(what) of \(excerpt(run ?? model ?? "", limit: 200)) is not a number, for values "
        + "overflow on the way: use another checkpoint", .data)
  }

  /// Columns as named.
  var columns: ColumnNames {
    ColumnNames(
      text: textColumn, textPair: pairColumn, label: labelColumn, header: noHeader ? .no : .auto)
  }
}
