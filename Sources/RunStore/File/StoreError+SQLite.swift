import Foundation
import GRDB
import Plain

/// What a connection was doing when SQLite failed: the same result code asks different things of
/// the reader.
enum Access {
  case reading, writing
}

extension StoreError {
  /// The error with what the file has of a run that went further than the disk let it: rounds may have been printed since.
  func telling(lastRound round: Int) -> StoreError {
    guard case .cannotWrite(let path, let reason) = self else { return self }
    return .cannotWrite(path: path, reason: "\(reason); it holds rounds up to \(round)")
  }

  /// Why a file cannot be written that can be opened: SQLite says the same of one whose folder takes no journal.
  static func readOnly(
    _ path: String, _ message: String, isWritable: (String) -> Bool
  ) -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard isWritable(path), !isWritable(folder) else { return "\(message): check its permissions" }
    return
      "its folder \(excerpt(folder, limit: 200)) cannot be written, and a journal lies beside a run file: check the folder's "
      + "permissions"
  }

  /// Makes the typed error for anything thrown while `path` was being accessed.
  init(_ error: any Error, path: String, access: Access) {
    if let known = error as? StoreError {
      self = known
      return
    }
    guard let error = error as? DatabaseError else {
      let detail = "\(type(of: error))"
      self =
        access == .writing
        ? .cannotWrite(path: path, reason: "\(detail): please report this")
        : .damaged(path: path, detail: detail)
      return
    }
    let message = excerpt(
      error.message ?? "SQLite error \(error.resultCode.rawValue)", limit: 80)
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      self = .cannotWrite(
        path: path, reason: "the disk is full: free some space, then `fedtop resume`")
    case .SQLITE_READONLY, .SQLITE_PERM:
      let reason = Self.readOnly(path, message, isWritable: FileManager.default.isWritableFile)
      self = .cannotWrite(path: path, reason: reason)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_AUTH:
      let reason = "\(message): check the disk and its permissions"
      self =
        access == .writing
        ? .cannotWrite(path: path, reason: reason) : .cannotRead(path: path, reason: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .locked(path: path)
    case .SQLITE_NOTADB:
      self = .notARunFile(path: path)
    case .SQLITE_ERROR where access == .writing:
      // Such as a network file system that knows no shared memory.
      self = .cannotWrite(path: path, reason: "\(message): choose a local disk with --runs DIR")
    default:
      self = .damaged(path: path, detail: message)
    }
  }
}
