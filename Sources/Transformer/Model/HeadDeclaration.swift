import Plain

/// What `config.json` says of a checkpoint's head, beside the names of its labels.
public struct HeadDeclaration: Sendable, Equatable {
  /// What its numbers are trained to be, as `problem_type` says.
  public enum Problem: String, Sendable {
    /// Logits of labels, of which a text has one.
    case oneLabel = "single_label_classification"
    /// Logits of labels, of which a text may have several.
    case manyLabels = "multi_label_classification"
    /// Scores.
    case regression
  }

  /// How the name of a class ends whose head reads the mean over tokens.
  public static let meanPooled = "MeanPooled"

  /// The class that the checkpoint was saved from, such as `BertForSequenceClassification`.
  public var className: String?
  /// What its numbers are.
  public var problem = Problem.oneLabel
  /// What the head reads; nil: not said.
  public var pooling: Pooling?
  /// What to tell of where the names of the labels come from; nil where it is `id2label`.
  var labelNote: String?
  /// What to tell of code that the checkpoint brings; nil where it brings none, or the class that is written here.
  var codeNote: String?

  /// Of a file that says nothing.
  public init() {}

  /// Reads it from the `config.json` of a Hugging Face directory.
  /// - Throws: `notFound` or `malformed`.
  static func load(directory: String) throws(ModelError) -> HeadDeclaration {
    let path = directory + "/config.json"
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    return HeadDeclaration(try ConfigurationReader(file.bytes, file: path))
  }

  init(_ object: ConfigurationReader) {
    className = object["architectures"]?.elements?.first?.text
    problem = object["problem_type"]?.text.flatMap(Problem.init) ?? .oneLabel
    let custom = object["auto_map"]?["AutoModelForSequenceClassification"]?.text
    let isMean = [custom, className].contains { $0?.hasSuffix(Self.meanPooled) == true }
    pooling =
      switch object["classifier_pooling"]?.text {
      case "mean": .mean
      case "cls": .first
      default: isMean ? .mean : nil
      }
    labelNote = Self.labelNote(object)
    if object["auto_map"] != nil, !isMean {
      codeNote = "config.json names code of its own (auto_map), which is not run"
    }
  }

  /// The class where it is of another task than classifying sequences or guessing words.
  var otherTask: String? {
    guard let className, let start = className.ranges(of: "For").last?.upperBound,
      ![
        "SequenceClassification", "ImageClassification", "MaskedLM", "PreTraining", "CausalLM",
      ].contains(
        where: className[start...].hasPrefix)
    else { return nil }
    return className
  }

  private static func labelNote(_ object: ConfigurationReader) -> String? {
    guard let ids = object["label2id"]?.members, !ids.isEmpty else { return nil }
    guard let names = object["id2label"]?.members, !names.isEmpty else {
      return "no id2label: the labels are those of label2id"
    }
    // The names that transformers writes of its own accord contradict nothing.
    let isOther = ids.contains { name, id in
      guard let id = id.int, !name.text.hasPrefix("LABEL_"), let found = names["\(id)"]
      else { return false }
      return found.labelName != name.text
    }
    return isOther ? "label2id and id2label disagree: id2label is used" : nil
  }
}

extension JSONValue {
  /// What a label is called that a file gives as a text, a number or a truth value; nil for anything else.
  var labelName: String? {
    switch self {
    case .string(let text): text
    case .number(_, let spelling): spelling
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
