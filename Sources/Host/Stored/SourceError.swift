import Metrics

/// Why a stored run cannot go on with the data and the model that are at hand; each description is one line.
public enum SourceError: Error, Equatable, CustomStringConvertible {
  /// What a run is made from.
  public enum Kind: String, Sendable, CustomStringConvertible {
    case data, model
    case test = "test file"

    /// What a sentence calls it.
    public var description: String { rawValue }

    /// How a command is told where it is now.
    var option: String {
      switch self {
      case .data: "--data FILE"
      case .model: "--model DIR"
      case .test: "--test FILE"
      }
    }
  }

  /// The run file is of a version that does not hold what it was made from.
  case unrecorded(path: String)
  /// Nothing is where it was, or where it is said to be.
  case notFound(Kind, run: String, path: String)
  /// A file has other bytes.
  case changed(Kind, run: String, path: String, found: RunSources.File, recorded: RunSources.File)
  /// A file is no longer there, or is there now.
  case files(Kind, run: String, path: String, isThere: Bool)
  /// What is part of the program is another in this version of it.
  case program(Kind, run: String, name: String, version: String)
  /// The labels are others, or in another order, than they were.
  case labels(run: String, version: String)
  /// The samples are divided over the clients in another way than they were.
  case split(run: String, file: String?, version: String)
  /// What is part of the program cannot be elsewhere.
  case cannotMove(Kind, run: String, name: String)

  /// The trace of devices is gone, or has other bytes.
  case trace(run: String, path: String, isThere: Bool)

  /// Whether an input does not exist (exit status 66).
  public var isNotFound: Bool {
    switch self {
    case .notFound, .trace(_, _, isThere: false): true
    default: false
    }
  }

  /// What, where, what to do.
  public var description: String {
    switch self {
    case .unrecorded(let path):
      "run file of an earlier fedtop, which does not say what data and model it was made from: "
        + "\(path): replay, frame, compare and export --to csv read it; to go on, run it anew"
    case .notFound(let kind, let run, let path):
      "not found: \(path), the \(kind) of run \(run): say where it is now with \(kind.option)"
    case .changed(let kind, let run, let path, let found, let recorded):
      "the \(kind) of run \(run) has changed: \(path) has SHA-256 \(Self.words(found)), the run was "
        + "made with \(Self.words(recorded)): restore it, or give a copy with \(kind.option)"
    case .files(let kind, let run, let path, let isThere):
      "the \(kind) of run \(run) has changed: \(path) is \(isThere ? "there now" : "gone"): "
        + "\(isThere ? "remove" : "restore") it, or give a copy with \(kind.option)"
    case .program(let kind, let run, let name, let version):
      "the \(kind) of run \(run), \(name), is part of the program and another one in this version: "
        + "use fedtop \(version), which made the run"
    case .labels(let run, let version):
      "the labels of run \(run) are in another order in this version, which matches them by name with the "
        + "model's head: run it anew, or go on with fedtop \(version), which made the run"
    case .split(let run, let file?, _):
      "the split of run \(run) has changed: \(file) is another one now: restore it"
    case .split(let run, nil, let version):
      "this version divides the samples of run \(run) in another way: use fedtop \(version), which made the run"
    case .trace(let run, let path, let isThere):
      "\(isThere ? "the trace of devices of run \(run) has changed" : "not found: the trace of devices of run \(run)"): "
        + "\(path): restore it, what was trained with another is another run"
    case .cannotMove(let kind, let run, let name):
      "--\(kind): the \(kind) of run \(run) is \(name), which is part of the program: leave it out"
    }
  }

  private static func words(_ file: RunSources.File) -> String {
    "\(file.sha256.prefix(12))… (\(file.bytes) bytes)"
  }
}
