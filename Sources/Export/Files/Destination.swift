import Foundation
import Host
import Plain

/// Where an export goes: a file or directory that appears whole or not at all.
public struct Destination {
  /// The path as given; `-` is stdout for single files.
  let path: String
  /// Whether what is there may be replaced.
  let force: Bool

  /// A place for one export.
  public init(path: String, force: Bool) {
    self.path = path
    self.force = force
  }

  private var target: URL { URL(fileURLWithPath: path).standardizedFileURL }

  /// Refuses a path that is taken, before any work is done; an empty directory is free, and so are a device and a pipe,
  /// which are written into.
  /// - Throws: an I/O `Failure`.
  public func check() throws(Failure) {
    var info = stat()
    guard path != "-", !force, stat(path, &info) == 0 else { return }
    switch info.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      let entries = try? FileManager.default.contentsOfDirectory(atPath: path)
      if entries?.isEmpty == true { return }
    default: return
    }
    throw Failure("\(path): exists already: give another path, or --force to replace it", .io)
  }

  /// Writes one file in one step.
  /// - Throws: an I/O `Failure`.
  public func write(_ data: Data) throws(Failure) {
    guard path != "-" else { return StandardOutput.write(data) }
    do {
      try OutputFile.replace(path, with: data)
    } catch {
      throw Failure(error.description, .io)
    }
  }

  /// Fills a directory beside the target, then moves it, or with `force` its files, into place.
  ///
  /// Files in an existing directory that the export does not make stay as they are: `--force` must
  /// never take away what fedtop has not written.
  /// - Throws: what `body` throws, or an I/O `Failure`.
  public func writeDirectory(_ body: (String) throws -> Void) throws {
    guard path != "-" else {
      throw Failure("-: this format is a directory: give its path", .usage)
    }
    let manager = FileManager.default
    let parent = target.deletingLastPathComponent()
    let staging = parent.appendingPathComponent(
      ".\(target.lastPathComponent).\(UUID().uuidString.prefix(8)).partial")
    guard mkdir(staging.path, 0o777) == 0 else {
      throw Failure(OutputError(path: path, code: errno).description, .io)
    }
    defer { try? manager.removeItem(at: staging) }
    try body(staging.path)
    if isDirectory(target.path) {
      try attempt { try moveFiles(from: staging, into: target) }
    } else if manager.fileExists(atPath: target.path) {
      throw Failure("\(path): is a file: give the path of a directory", .io)
    } else {
      try attempt { try manager.moveItem(at: staging, to: target) }
    }
  }

  private func moveFiles(from source: URL, into directory: URL) throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: source.path).sorted() {
      let (from, to) = (source.appending(path: name), directory.appending(path: name))
      if isDirectory(from.path) {
        try manager.createDirectory(at: to, withIntermediateDirectories: true)
        try moveFiles(from: from, into: to)
      } else if rename(from.path, to.path) != 0 {
        throw OutputError(path: to.path, code: errno)
      }
    }
  }

  private func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private func attempt(_ body: () throws -> Void) throws(Failure) {
    do {
      try body()
    } catch {
      throw Failure("\(path): cannot be written: check permissions and free space", .io)
    }
  }
}
