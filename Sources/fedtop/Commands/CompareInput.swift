import Export
import Foundation
import Host
import RunStore
import Sim

/// What `fedtop compare` is given: runs by name, directories of them, and files of results.
struct CompareInput {
  /// Where run files are.
  let runs: String

  /// The results, in the order given.
  ///
  /// A run that was named must be readable; of a directory what cannot be read is left out with a line.
  func results(names: [String], files: [String]) throws -> [RunResult] {
    var results: [RunResult] = []
    for name in names {
      if Self.isDirectory(name) {
        results += try directory(name)
      } else {
        results.append(try result(RunCatalogue(directory: runs).resolve(name)))
      }
    }
    for file in files { results += try ResultFile.read(file) }
    guard !results.isEmpty else {
      throw Failure("no runs in \((names + files).joined(separator: ", "))", .notFound)
    }
    return results
  }

  private func directory(_ path: String) throws -> [RunResult] {
    let catalogue = RunCatalogue(directory: path)
    return try catalogue.names().compactMap { name in
      do {
        return try result(catalogue.path(of: name))
      } catch {
        StandardError.write("fedtop: left out: \(error)")
        return nil
      }
    }
  }

  private func result(_ path: String) throws -> RunResult {
    let reader = try RunReader(path: path)
    return try RunResult(reader, reader.toldEvents())
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// Refuses a reference that is no row, or more than one in some table.
  static func check(against name: String, in comparison: Comparison) throws(Failure) {
    let (labels, methods) = (comparison.labels, comparison.methods)
    guard !labels.contains(name) else { return }
    guard methods.contains(name) else {
      throw unknown("--against \(name): there is no such row", name, labels + methods)
    }
    guard comparison.hasRow(name) else {
      let rows = labels.filter { $0.hasPrefix(name + " ") }.map { "'\($0)'" }
      throw Failure(
        "--against \(name): more than one row is: give \(rows.joined(separator: " or "))", .usage)
    }
  }

  /// The failure of a name that is none of those known, with the nearest.
  static func unknown(_ words: String, _ name: String, _ known: [String]) -> Failure {
    let near = Setting.nearest(to: name, in: known).map { ": did you mean '\($0)'?" }
    var seen: Set<String> = []
    let all = known.filter { seen.insert($0).inserted }.joined(separator: ", ")
    return Failure(words + (near ?? ": there are \(all)"), .usage)
  }
}
