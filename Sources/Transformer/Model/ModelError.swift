import Plain

/// What can be wrong with a model, an adapter or one of their files.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// A file or directory does not exist.
  case notFound(path: String, remedy: String)
  /// A file breaks its format.
  case malformed(file: String, problem: String, remedy: String)
  /// A well-formed file asks for something that the engine does not do.
  case unsupported(file: String, feature: String, remedy: String)
  /// The checkpoint or adapter lacks a tensor that it must have.
  case missingTensor(file: String, name: String)
  /// A tensor is there, with another shape than the configuration asks for.
  case wrongShape(file: String, name: String, expected: [Int], found: [Int])
  /// A tensor holds a value that is no number.
  case notFinite(file: String, name: String, value: String)
  /// The operating system refused to read or write.
  case inputOutput(path: String, reason: String)

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .notFound(let path, let remedy):
      "\(path): not found: \(remedy)"
    case .malformed(let file, let problem, let remedy):
      "\(file): \(problem): \(remedy)"
    case .unsupported(let file, let feature, let remedy):
      "\(file): \(feature) is not supported: \(remedy)"
    case .missingTensor(let file, let name):
      "\(file): tensor \(name) is missing: check that the file belongs to this model"
    case .wrongShape(let file, let name, let expected, let found):
      "\(file): tensor \(name) has shape \(found), not \(expected): "
        + "check that weights and configuration belong together"
    case .notFinite(let file, let name, let value):
      "\(file): tensor \(name) holds \(value): training broke down before it was saved; use an "
        + "earlier checkpoint"
    case .inputOutput(let path, let reason):
      "\(path): \(reason): check permissions and free space"
    }
  }

  /// Whether an input does not exist (exit status 66).
  public var isNotFound: Bool {
    if case .notFound = self { true } else { false }
  }

  /// Whether the operating system failed to read or write (exit status 74).
  public var isInputOutput: Bool {
    if case .inputOutput = self { true } else { false }
  }

  /// A short, printable piece of text that comes from a file.
  static func excerpt(_ text: String) -> String {
    Plain.excerpt(text, limit: 80)
  }
}
