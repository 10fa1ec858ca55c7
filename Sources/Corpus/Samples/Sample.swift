/// One labelled text, pair of texts, or image.
public struct Sample: Sendable, Equatable {
  /// The text, or the first of a pair.
  public var text: String
  /// The second text of a pair.
  public var textPair: String?
  /// Index into the data set's label names.
  public var label: Int
  /// Whose it is, where the data says so (a film, an author): natural clients.
  public var client: String?
  /// The image that it is, which its text then names; nil: a text.
  public var image: HeldImage?
  /// The instruction that it is, of whose prompt its text is the last turn; nil: none.
  public var instruction: Instruction?

  /// Makes a sample.
  public init(
    text: String, textPair: String? = nil, label: Int, client: String? = nil,
    image: HeldImage? = nil, instruction: Instruction? = nil
  ) {
    self.text = text
    self.textPair = textPair
    self.label = label
    self.client = client
    self.image = image
    self.instruction = instruction
  }
}

/// Labelled samples with a fixed training and test split.
public struct Dataset: Sendable {
  /// Short name.
  public var name: String
  /// Names of the labels, by index.
  public var labelNames: [String]
  /// Training samples.
  public var train: [Sample]
  /// Held-out samples.
  public var test: [Sample]
  /// Place of each training sample in its file, from 0, several files one behind the other; nil: every place, in order.
  public var trainRecords: [Int]?
  /// The same of held-out samples; they are in the training file where there is no other.
  public var testRecords: [Int]?
  /// Choices that were made for the user and should be told, such as guessed columns.
  public var notes: [String]
  /// What looks like a mistake in the data and should be told.
  public var warnings: [String]
  /// What the columns of its file are taken as; none for an embedded task.
  public var uses: [ColumnUse]
  /// How the labels meet those of a model's head, if they do.
  public var labelNote: String?

  /// Makes a data set.
  public init(
    name: String, labelNames: [String], train: [Sample], test: [Sample], notes: [String] = [],
    warnings: [String] = [], uses: [ColumnUse] = []
  ) {
    self.name = name
    self.labelNames = labelNames
    self.train = train
    self.test = test
    self.notes = notes
    self.warnings = warnings
    self.uses = uses
  }
}

extension Dataset {
  /// Whether its samples are images and not texts.
  public var hasImages: Bool { (train.first ?? test.first)?.image != nil }

  /// Whether its samples are instructions, with answers of their own in the place of labels.
  public var hasInstructions: Bool { (train.first ?? test.first)?.instruction != nil }
}
