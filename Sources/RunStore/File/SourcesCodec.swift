import Foundation
import Metrics

/// What a run was made from as the JSON of a `meta` entry, with a version and a checksum.
enum SourcesCodec {
  /// Version of the entry.
  private static let version = 1

  private struct Entry: Codable {
    var version: Int
    var checksum: Int64
    var sources: RunSources
  }

  /// The text for `sources`.
  static func text(_ sources: RunSources) throws -> String {
    let entry = Entry(version: version, checksum: try checksum(sources), sources: sources)
    return String(decoding: try EventCodec().encode(entry), as: UTF8.self)
  }

  /// The sources in `text`; nil when it is damaged, or of a later version.
  static func sources(_ text: String) -> RunSources? {
    guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(text.utf8)),
      entry.version == version, (try? checksum(entry.sources)) == entry.checksum
    else { return nil }
    return entry.sources
  }

  private static func checksum(_ sources: RunSources) throws -> Int64 {
    Checksum.of(try EventCodec().encode(sources))
  }
}
