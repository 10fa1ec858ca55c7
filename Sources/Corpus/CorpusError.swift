import Plain

/// What can go wrong with text, tokenizers and data files; each description is one line.
public enum CorpusError: Error, Equatable, CustomStringConvertible {
  /// Nothing is at this path.
  case notFound(path: String, advice: String)
  /// Something is at this path that the system does not give.
  case unreadable(path: String, problem: String)
  /// A tokenizer file breaks its format or wants a kind of tokenizer that is not known here.
  case badTokenizer(path: String, problem: String)
  /// A data file cannot be used as a whole.
  case badFile(path: String, problem: String)
  /// One line of a data file is wrong; lines count from 1.
  case badLine(path: String, line: Int, problem: String)
  /// A label that the given list of labels does not have.
  case unknownLabel(label: String, path: String, line: Int, known: [String])
  /// The wanted split over clients does not exist.
  case impossiblePartition(String)

  /// Whether the input is missing (exit status 66) rather than wrong (65).
  public var isNotFound: Bool {
    if case .notFound = self { true } else { false }
  }

  /// Whether the input could not be read (exit status 74) rather than understood.
  public var isInputOutput: Bool {
    if case .unreadable = self { true } else { false }
  }

  /// The same error with a remark at its end: why a file was read that nobody named.
  func because(_ remark: String) -> CorpusError {
    switch self {
    case .badFile(let path, let problem): .badFile(path: path, problem: problem + remark)
    case .badLine(let path, let line, let problem):
      .badLine(path: path, line: line, problem: problem + remark)
    case .unreadable(let path, let problem): .unreadable(path: path, problem: problem + remark)
    default: self
    }
  }

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .notFound(let path, let advice):
      "not found: \(excerpt(path, limit: 200)): \(advice)"
    case .unreadable(let path, let problem):
      "cannot read \(excerpt(path, limit: 200)): \(problem)"
    case .badTokenizer(let path, let problem):
      "bad tokenizer: \(excerpt(path, limit: 200)): \(problem)"
    case .badFile(let path, let problem):
      "bad data: \(excerpt(path, limit: 200)): \(problem)"
    case .badLine(let path, let line, let problem):
      "bad data: \(excerpt(path, limit: 200)):\(line): \(problem)"
    case .unknownLabel(let label, let path, let line, let known):
      "label '\(excerpt(label))' at \(excerpt(path, limit: 200)):\(line) is not one of the model's "
        + "labels \(known.map { excerpt($0) }.joined(separator: ", "))"
    case .impossiblePartition(let problem):
      "impossible partition: \(problem)"
    }
  }
}
