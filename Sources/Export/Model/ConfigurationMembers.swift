import Foundation
import Plain

/// What a model's `config.json`, or a file like it, says beside its network.
enum ConfigurationMembers {
  /// All members of a file; none where there is no such file.
  static func read(_ directory: String, _ name: String = "config.json") throws -> [String: Any] {
    let path = "\(directory)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Writes `members` into a file, which is made where it is not there.
  static func add(
    _ members: [String: Any], to directory: String, _ name: String = "config.json"
  ) throws {
    guard !members.isEmpty else { return }
    let all = try read(directory, name).merging(members) { $1 }
    let text = try JSONSerialization.data(
      withJSONObject: all, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try OutputFile.replace("\(directory)/\(name)", with: text)
  }
}
