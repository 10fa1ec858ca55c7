/// Why a run file could not be made, written or read; each description is one line.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  /// No run of that name or path.
  case notFound(String, directory: String)
  /// Several runs begin with that prefix.
  case ambiguous(String, names: [String])
  /// The file exists and is something else.
  case notARunFile(path: String)
  /// The file was written by a later program, with schema version `version`.
  case newerVersion(path: String, version: Int)
  /// The file is damaged where it matters.
  case damaged(path: String, detail: String)
  /// The run keeps no checkpoint of that round; `nearest` are the kept rounds before and after it.
  case noCheckpoint(path: String, round: Int, nearest: [Int])
  /// Another program keeps the file locked.
  case locked(path: String)
  /// A live process is training this run.
  case hosted(path: String, process: Int)
  /// The run has done all its rounds: there is nothing to resume.
  case finished(path: String)
  /// No process trains this run, so nobody would apply a command.
  case notLive(path: String)
  /// A file or directory cannot be made or written.
  case cannotWrite(path: String, reason: String)
  /// A file or directory cannot be read.
  case cannotRead(path: String, reason: String)
  /// The writer was closed before.
  case closed(path: String)

  /// Whether the cause is a missing file (exit status 66).
  public var isNotFound: Bool {
    if case .notFound = self { true } else { false }
  }

  /// Whether the cause is the disk or its permissions (exit status 74).
  public var isInputOutput: Bool {
    switch self {
    case .cannotWrite, .cannotRead, .locked, .closed: true
    default: false
    }
  }

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .notFound(let name, let directory):
      "no such run: \(name) (looked in \(directory)): see `fedtop runs`"
    case .ambiguous(let prefix, let names):
      "more than one run begins or ends with \(prefix): \(Self.list(names)): give more of the name"
    case .notARunFile(let path):
      "not a run file: \(path): see `fedtop runs`"
    case .newerVersion(let path, let version):
      "run file of a later fedtop (schema \(version), this program knows \(Schema.version)): "
        + "\(path): update fedtop"
    case .damaged(let path, let detail):
      "run file is damaged (\(detail)): \(path): restore a copy, or fork an earlier round"
    case .noCheckpoint(let path, let round, let nearest):
      "run keeps no checkpoint of round \(round): \(path): "
        + (nearest.isEmpty
          ? "it has none at all yet"
          : "use round \(nearest.map(String.init).joined(separator: " or "))")
    case .locked(let path):
      "run file is locked by another program: \(path): close that program and try again"
    case .hosted(let path, let process):
      "run is being trained by process \(process): \(path): use `fedtop attach`"
    case .finished(let path):
      "run has done all its rounds: \(path): use `fedtop fork` to go on from one of them"
    case .notLive(let path):
      "run is not live, nobody would apply the command: \(path): use `fedtop resume`"
    case .cannotWrite(let path, let reason):
      "cannot write: \(path): \(reason)"
    case .cannotRead(let path, let reason):
      "cannot read: \(path): \(reason)"
    case .closed(let path):
      "run file was closed: \(path): reopen it with `fedtop resume`"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
  }
}
