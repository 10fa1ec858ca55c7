import Plain

/// What is in a data set: its classes with their counts, and what looks like a mistake in it.
public struct DatasetReview: Sendable, Equatable {
  /// One class.
  public struct Class: Sendable, Equatable {
    /// Its label.
    public var name: String
    /// Training samples.
    public var train: Int
    /// Held-out samples.
    public var test: Int
  }

  /// The classes, in the order of their numbers.
  public var classes: [Class]
  /// What looks like a mistake, a sentence each.
  public var warnings: [String]
  /// Held-out texts that are in the training data too; 0 where nobody looked.
  public var shared = 0

  /// Most classes and labels that one sentence names.
  private static let shown = 12

  /// Looks at every sample.
  ///
  /// - Parameter forMistakes: whether to look for them, too; else only classes are counted.
  public init(_ dataset: Dataset, forMistakes: Bool = true) {
    var classes = dataset.labelNames.map { Class(name: $0, train: 0, test: 0) }
    if !classes.isEmpty {
      for sample in dataset.train { classes[sample.label].train += 1 }
      for sample in dataset.test { classes[sample.label].test += 1 }
    }
    self.classes = classes
    warnings = []
    guard forMistakes else { return }
    warnings = LabelReview(classes, dataset.train).warnings
    guard !dataset.hasImages else {
      warnings += ImageReview(train: dataset.train, test: dataset.test).warnings
      return
    }
    let texts = TextReview(train: dataset.train, test: dataset.test)
    warnings += texts.warnings
    shared = texts.shared
  }

  /// One sentence with all classes, or the first of many.
  public var summary: String {
    guard !classes.isEmpty else { return "no labels" }
    let shown = classes.prefix(Self.shown).enumerated().map { place, one in
      place == 0
        ? "'\(excerpt(one.name))' (\(one.train) training, \(one.test) held out)"
        : "'\(excerpt(one.name))' (\(one.train), \(one.test))"
    }
    let rest = classes.count > Self.shown ? ", and \(classes.count - Self.shown) more" : ""
    return "\(classes.count) \(classes.count == 1 ? "class" : "classes"): "
      + shown.joined(separator: ", ") + rest
  }
}

/// Names in quotes for a sentence, the first few of many.
func listed(_ names: [String], limit: Int = 6) -> String {
  names.prefix(limit).map { "'\(excerpt($0))'" }.joined(separator: ", ")
    + (names.count > limit ? " and \(names.count - limit) more" : "")
}
