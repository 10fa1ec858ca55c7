import Foundation
import Host
import Metrics
import Plain

/// Results of runs as a file: an object with the settings that most runs, and most runs of a method, have in common, and a
/// line a run.
///
/// Files of earlier versions, a list of runs with all of their settings, are read too.
public enum ResultFile {
  /// What is kept of a SHA-256: twelve hexadecimal digits, enough to tell files apart in a fifth of the room.
  static func brief(_ hash: String) -> String { String(hash.prefix(12)) }

  /// The file's bytes.
  ///
  /// - Parameter metrics: what is kept of evaluations; nil: all.
  public static func data(_ results: [RunResult], metrics: Set<String>? = nil) -> Data {
    let all = common(results.map(\.settings))
    let methods = Dictionary(grouping: results, by: \.method).mapValues { runs in
      common(runs.map(\.settings)).filter { all[$0.key] != $0.value }
    }
    let lines = results.compactMap { result in
      let common = all.merging(methods[result.method] ?? [:]) { $1 }
      var short = result.shortened
      if let metrics { short.curve.keep(metrics) }
      short.settings = result.settings.filter { common[$0.key] != $0.value }
      let unread = common.keys.filter { result.settings[$0] == nil }.sorted()
      short.unread = unread.isEmpty ? nil : unread
      return JSONLines.line(short)
    }
    let heads = [JSONLines.line(all), JSONLines.line(methods)].map { $0 ?? "{}" }
    return Data(
      """
      {"settings":\(heads[0]),
      "methods":\(heads[1]),
      "runs":[
      \(lines.joined(separator: ",\n"))
      ]}

      """.utf8)
  }

  /// For every key the value that more than half of the runs have, if there is one.
  private static func common(_ settings: [[String: ConfigValue]]) -> [String: ConfigValue] {
    var counts: [String: [(value: ConfigValue, count: Int)]] = [:]
    for (key, value) in settings.joined() {
      if let index = counts[key]?.firstIndex(where: { $0.value == value }) {
        counts[key]?[index].count += 1
      } else {
        counts[key, default: []].append((value, 1))
      }
    }
    return counts.compactMapValues { values in
      values.first { 2 * $0.count > settings.count }?.value
    }
  }

  /// What a file holds.
  private struct Content: Decodable {
    var settings: [String: ConfigValue]
    var methods: [String: [String: ConfigValue]]
    var runs: [RunResult]
  }

  /// The runs of a file, each with all of its settings.
  /// - Throws: `DecodingError`.
  static func results(_ data: Data) throws -> [RunResult] {
    if data.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "[") {
      return try JSONDecoder.plain().decode([RunResult].self, from: data)
    }
    let content = try JSONDecoder.plain().decode(Content.self, from: data)
    return content.runs.map { run in
      var whole = run
      let common = content.settings.merging(content.methods[run.method] ?? [:]) { $1 }
      let shared = common.filter { !(run.unread ?? []).contains($0.key) }
      whole.settings = shared.merging(run.settings) { _, own in own }
      whole.unread = nil
      return whole
    }
  }

  /// Reads a file.
  /// - Throws: a `Failure` that says what is wrong with it.
  public static func read(_ path: String) throws(Failure) -> [RunResult] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      guard FileManager.default.fileExists(atPath: path) else {
        throw Failure("no such file: \(path)", .notFound)
      }
      throw Failure("\(path): cannot be read: give a file of `fedtop compare --save`", .io)
    }
    do {
      return try results(data)
    } catch {
      throw Failure(
        "\(path): no results of runs (\(reason(error))): `fedtop compare RUN... --save FILE` "
          + "writes such a file", .data)
    }
  }

  /// What is wrong, and in which run.
  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it cannot be decoded" }
    func place(_ path: [any CodingKey]) -> String {
      // Within an object the list of runs is plain by the number of the run.
      let steps = path.first?.stringValue == "runs" && path.count > 1 ? path.dropFirst() : path[...]
      let names = steps.map { key in
        key.intValue.map { "run \($0 + 1)" } ?? excerpt(key.stringValue)
      }
      return names.isEmpty ? "" : names.joined(separator: ", ") + ": "
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath))no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context.codingPath))not of the kind that is expected"
    case .dataCorrupted(let context):
      let isJSON = !context.codingPath.isEmpty
      return isJSON ? place(context.codingPath) + context.debugDescription : "it is not JSON"
    @unknown default: return "it cannot be decoded"
    }
  }
}

extension RunResult {
  /// With no more of each hash than a file keeps.
  fileprivate var shortened: RunResult {
    var short = self
    short.data.sha256 = data.sha256.mapValues(ResultFile.brief)
    short.model.sha256 = model.sha256.mapValues(ResultFile.brief)
    short.partitionHash = partitionHash.map(ResultFile.brief)
    return short
  }
}
