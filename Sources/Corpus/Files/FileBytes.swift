import Foundation
import Plain

/// Whole files as bytes, with the checks that untrusted paths need.
enum FileBytes {
  /// Reads a regular file of at most `limit` bytes; `advice` says what to do when it is missing.
  static func read(
    _ path: String, limit: Int = 1 << 31, advice: String = "check the path"
  ) throws(CorpusError) -> [UInt8] {
    if let link = deadLink(path) { throw .notFound(path: path, advice: link) }
    let attributes: [FileAttributeKey: Any]
    do {
      let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      attributes = try FileManager.default.attributesOfItem(atPath: real)
    } catch {
      if FileManager.default.fileExists(atPath: path) {
        throw .unreadable(path: path, problem: "no permission, or a broken folder")
      }
      throw .notFound(path: path, advice: advice)
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw .badFile(path: path, problem: "it is not a regular file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size <= limit else {
      throw .badFile(path: path, problem: "\(size) bytes, more than the limit of \(limit)")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadable(path: path, problem: "no permission, or an input error")
    }
  }

  /// Bytes as they are without the packing of gzip, if they have it; `path` names their file in errors.
  static func unpacked(_ bytes: [UInt8], path: String) throws(CorpusError) -> [UInt8] {
    guard Gzip.isPacked(bytes) else { return bytes }
    do {
      return try Gzip.unpacked(bytes)
    } catch {
      throw .badFile(path: path, problem: error.description)
    }
  }

  /// Whether a regular file (or a link to one) is at the path.
  static func exists(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// Whether a regular file is at the path, where a link to nothing must not be passed over: it is a file that was not got,
  /// as git-annex and DVC leave it.
  /// - Throws: `CorpusError.notFound` for such a link.
  static func isThere(_ path: String) throws(CorpusError) -> Bool {
    if let link = deadLink(path) { throw .notFound(path: path, advice: link) }
    return exists(path)
  }

  /// What to say of a link to nothing; nil for anything else.
  private static func deadLink(_ path: String) -> String? {
    let files = FileManager.default
    guard !files.fileExists(atPath: path),
      let target = try? files.destinationOfSymbolicLink(atPath: path)
    else { return nil }
    return
      "a link to \(excerpt(target, limit: 120)), which is not there: get that file, or take the link away"
  }

  /// What a folder shows, in the order of names: hidden files are programs' own, such as `._a.csv` of macOS.
  static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Whether a folder is at the path.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
