import Plain

/// The first message of each rank to rank 0, and of rank 0 to each: which program it is, and where.
///
/// Its beginning is the same in every build: another build is told by its name, and nothing else that it says is read.
struct RankHello: Equatable {
  /// Form of all messages that follow; another number wherever one of them changes.
  var form = currentForm
  /// Program with version and commit.
  var program = Program.origin
  /// Name of its machine.
  var host: String

  /// What this build speaks.
  static let currentForm = 1
  /// None of the forms that messages had before begins with these bytes.
  private static let magic = Array("fedtop ranks\n".utf8)

  /// Of this program, on a machine of that name.
  init(host: String) { self.host = host }

  /// Reads what may be anything; nil: it is no hello.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.magic) else { return nil }
    var reader = ByteReader(Array(bytes.dropFirst(Self.magic.count))) { Malformed(problem: $0) }
    // A later form may have more behind these.
    guard let form = try? reader.integer(), let program = try? reader.text(),
      let host = try? reader.text()
    else { return nil }
    self.form = form
    self.program = program
    self.host = host
  }

  /// The message.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    Self.magic.forEach { writer.put(octet: $0) }
    writer.put(form)
    writer.put(program)
    writer.put(host)
    return writer.bytes
  }

  /// Whether both are of one build, so that each understands the other.
  func understands(_ other: Self) -> Bool { form == other.form && program == other.program }

  private struct Malformed: Error { var problem: String }
}
