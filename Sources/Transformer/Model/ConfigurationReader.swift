import Plain

/// A JSON object read from a configuration file, with errors that name file and key.
struct ConfigurationReader {
  /// What the file is called in errors.
  let file: String
  private let object: JSONValue

  init(_ bytes: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    self.file = file
    do {
      object = try JSONValue.parse(bytes, valueLimit: 1_000_000)
    } catch {
      throw .malformed(
        file: file, problem: "is not valid JSON (\(error.problem), byte \(error.offset))",
        remedy: "fetch it again")
    }
    guard object.members != nil else {
      throw .malformed(
        file: file, problem: "holds \(object.kind), not an object", remedy: "fetch it again")
    }
  }

  /// The value of `key`; nil if there is none or it is `null`.
  subscript(key: String) -> JSONValue? { object[key] }

  /// Whether `key` is there, be it `null`.
  func has(_ key: String) -> Bool { object.members?[ExactString(key)] != nil }

  /// All keys, sorted.
  var keys: [String] { (object.members ?? [:]).keys.map(\.text).sorted() }

  /// A positive integer up to `limit`; a missing key is an error unless there is a default.
  func size(
    _ key: String, atMost limit: Int, default missing: Int? = nil
  ) throws(ModelError) -> Int {
    guard let value = object[key] else {
      guard let missing else { throw bad(key, "is missing or null") }
      return missing
    }
    guard let size = value.int, size > 0, size <= limit else {
      throw bad(key, "is not an integer from 1 to \(limit)")
    }
    return size
  }

  /// A size of a network; a missing key stands for the value that its class takes, `null` for none.
  func size(_ size: ConfigurationKeys.Size, atMost limit: Int) throws(ModelError) -> Int {
    let isMissing = object.members?[ExactString(size.key)] == nil
    return try self.size(size.key, atMost: limit, default: isMissing ? size.missing : nil)
  }

  /// The error for a value that makes no sense.
  func bad(_ key: String, _ problem: String) -> ModelError {
    .malformed(
      file: file, problem: "\(key) \(problem)", remedy: "correct the file or fetch it again")
  }
}
