import Plain

/// What a rank says before the work begins.
///
/// Its outside is the same in every build, so that another build is told by its name rather than not understood.
struct RankGreeting: Codable {
  /// Name of its machine.
  var host: String
  /// Program with version and commit.
  var program: String
  /// `Words`, as bytes that this build alone can read.
  var words: [Int8]

  /// What it has to say.
  enum Words: Codable {
    /// It has opened model and data.
    case ready(RankIdentity)
    /// It cannot take part: the line and the exit status that it would have ended with.
    case failed(message: String, status: Int32)
  }

  init(_ words: Words, host: String) throws {
    self.host = host
    program = Program.origin
    self.words = try Packed.bytes(of: words).map { Int8(bitPattern: $0) }
  }

  /// What a rank has to say for itself whose bytes came to rank 0, and where it is.
  static func read(_ bytes: [UInt8]) -> (host: String, words: Words) {
    guard let greeting = try? Packed.value(RankGreeting.self, from: bytes) else {
      return ("an unknown host", stranger("it is another build of fedtop"))
    }
    guard greeting.program == Program.origin,
      let words = try? Packed.value(
        Words.self, from: greeting.words.map { UInt8(bitPattern: $0) })
    else {
      return (greeting.host, stranger("it is \(greeting.program), rank 0 \(Program.origin)"))
    }
    return (greeting.host, words)
  }

  private static func stranger(_ message: String) -> Words {
    .failed(message: message, status: Failure.Status.data.rawValue)
  }
}

/// What rank 0 answers.
enum RankVerdict: Codable {
  /// All compute with the same.
  case welcome
  /// The job ends with this status; rank 0 says why.
  case refused(status: Int32)
}
