import Foundation
import GRDB

/// The run files of one directory.
public struct RunCatalogue: Sendable {
  /// Absolute path of the directory.
  public let directory: String

  /// Makes a catalogue of `directory`, which need not exist yet.
  public init(directory: String) {
    self.directory = RunFile.absolute(directory)
  }

  /// Names of the run files, oldest first by the start time in their name; empty when there is no
  /// directory.
  public func names() throws(StoreError) -> [String] {
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasSuffix(RunFile.suffix) && !$0.hasPrefix(".") }
        .map { RunFile.name(of: $0) }
        .sorted()
    } catch {
      throw .cannotRead(path: directory, reason: "Not a readable directory: give --runs DIR")
    }
  }

  /// Every run, newest first; a file that cannot be read is listed with its problem.
  ///
  /// Opens each file for a few look-ups and decodes no event.
  public func list() throws(StoreError) -> [RunListing] {
    let listings = try names().map { listing(name: $0) }
    return listings.sorted {
      ($0.created ?? .distantPast, $0.name) > ($1.created ?? .distantPast, $1.name)
    }
  }

  /// The path of the run that `text` names: a name, an unambiguous beginning of one, a path, or
  /// `latest`.
  ///
  /// - Throws: `notFound`, `ambiguous`, `cannotRead`.
  public func resolve(_ text: String) throws(StoreError) -> String {
    let names = try names()
    if text == "latest" {
      guard let latest = latest(of: names) else { throw .notFound(text, directory: directory) }
      return path(of: latest)
    }
    let stem = text.hasSuffix(RunFile.suffix) ? RunFile.name(of: text) : text
    if names.contains(stem), !text.contains("/") { return path(of: stem) }
    if text.contains("/") || text.hasSuffix(RunFile.suffix) {
      let path = RunFile.absolute(text)
      try RunFile.requireFile(path)
      return path
    }
    let matches =
      text.isEmpty ? [] : names.filter { $0.hasPrefix(text) || $0.hasSuffix("-" + text) }
    guard let match = matches.first else { throw .notFound(text, directory: directory) }
    guard matches.count == 1 else { throw .ambiguous(text, names: matches) }
    return path(of: match)
  }

  /// The run that a file holds.
  public static func name(ofPath path: String) -> String { RunFile.name(of: path) }

  /// The folder that a run's file is in.
  public static func folder(ofPath path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
  }

  /// Where the run of that name is, or would be.
  public func path(of name: String) -> String { directory + "/" + name + RunFile.suffix }

  /// The run that was made last.
  ///
  /// Names tell the second; runs of the same second are asked.
  private func latest(of names: [String]) -> String? {
    let stamped = names.filter { $0.prefix(15).allSatisfy { $0.isNumber || $0 == "-" } }
    guard let newest = stamped.last else { return names.last }
    let rivals = stamped.filter { $0.prefix(15) == newest.prefix(15) }
    guard rivals.count > 1 else { return newest }
    return rivals.max { made($0) < made($1) }
  }

  private func made(_ name: String) -> Date {
    (try? RunReader(path: path(of: name)))?.meta.created ?? .distantPast
  }

  /// One run; a file that cannot be read has its problem.
  public func listing(name: String) -> RunListing {
    let path = path(of: name)
    var listing = RunListing(
      name: name, path: path, status: nil, method: "", data: "", model: "", rounds: 0,
      created: nil, size: size(of: path) + size(of: path + "-wal"), growth: nil, problem: nil)
    do {
      let reader = try RunReader(path: path)
      listing.method = reader.meta.method
      listing.created = reader.meta.created
      listing.settings = reader.meta.provenance.configuration
      listing.dataPath = reader.meta.provenance.sources?.data.location
      let table = try reader.read { database in
        try Row.fetchAll(
          database, sql: "SELECT key, value FROM meta WHERE key IN ('data', 'model', 'rounds')")
      }
      for row in table {
        switch row.text(0) {
        case "data": listing.data = row.text(1) ?? ""
        case "model": listing.model = row.text(1) ?? ""
        default: listing.rounds = Int(clamping: row.integer(1) ?? 0)
        }
      }
      listing.status = try reader.status()
      listing.score = try reader.score()
      listing.value =
        try listing.score.isShare ? listing.status?.accuracy : reader.lastMetric(listing.score)
      // What is missing may be what the growth is read from: the cause is told, not where it showed.
      if reader.isCutShort {
        listing.problem = "the file is cut short"
        listing.growth = try? reader.growth()
      } else {
        listing.growth = try reader.growth()
      }
    } catch {
      listing.problem = error.description
    }
    return listing
  }

  private func size(of path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : 0
  }
}
