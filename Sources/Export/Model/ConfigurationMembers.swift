import Foundation
import Plain

/// What a model's `config.json` says beside its network.
enum ConfigurationMembers {
  private static func path(_ directory: String) -> String { directory + "/config.json" }

  /// All members; none where there is no such file.
  static func read(_ directory: String) throws -> [String: Any] {
    guard FileManager.default.fileExists(atPath: path(directory)) else { return [:] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path(directory)))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Writes `members` into a file that is there.
  static func add(_ members: [String: Any], to directory: String) throws {
    guard !members.isEmpty else { return }
    let all = try read(directory).merging(members) { $1 }
    let text = try JSONSerialization.data(
      withJSONObject: all, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try OutputFile.replace(path(directory), with: text)
  }
}
