import Foundation
import Host
import Plain

/// Results of runs as a file: a JSON list with a line a run.
public enum ResultFile {
  /// The file's bytes.
  public static func data(_ results: [RunResult]) -> Data {
    let lines = results.compactMap(JSONLines.line)
    return Data("[\n\(lines.joined(separator: ",\n"))\n]\n".utf8)
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
      return try JSONDecoder.plain().decode([RunResult].self, from: data)
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
      let names = path.map { key in key.intValue.map { "run \($0 + 1)" } ?? excerpt(key.stringValue)
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
