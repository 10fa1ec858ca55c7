import Foundation

/// Presets that there are: built into the program, or in files that are only read.
public struct PresetLibrary: Sendable {
  /// All presets: those built in, or what a file has in the place of one, then those of the files.
  public private(set) var presets = Preset.builtIns
  /// What is wrong with files, none of whose presets is there.
  public private(set) var flaws: [PresetError] = []

  /// Reads the files that exist; of two presets of a name, the one in the earlier file is taken.
  public init(files: [String]) {
    var read: Set<String> = []
    for path in files where FileManager.default.fileExists(atPath: path) {
      do {
        for preset in try Self.presets(in: path) where read.insert(preset.name).inserted {
          if let index = presets.firstIndex(where: { $0.name == preset.name }) {
            presets[index] = preset
          } else {
            presets.append(preset)
          }
        }
      } catch {
        flaws.append(error)
      }
    }
  }

  /// The preset of a name.
  /// - Throws: what is wrong with a file, in which it may be; else that there is none.
  public func preset(_ name: String) throws(PresetError) -> Preset {
    if let preset = presets.first(where: { $0.name == name }) { return preset }
    if let flaw = flaws.first { throw flaw }
    let known = presets.map(\.name).joined(separator: ", ")
    throw PresetError(
      path: nil, what: "no preset \"\(name.prefix(80))\"", advice: "there are \(known)")
  }

  /// Files to look for: `presets.toml` beside the folders of themes, but for that of a checkout.
  public static func files(environment: [String: String], executable: String?) -> [String] {
    ThemeLibrary.searchPaths(environment: environment, executable: executable)
      .filter { $0.contains("/") }
      .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/presets.toml" }
  }

  private static func presets(in path: String) throws(PresetError) -> [Preset] {
    let text: String
    do throws(TOMLFile.Problem) {
      text = try TOMLFile.text(at: path)
    } catch {
      throw PresetError(path: path, what: "cannot read presets", advice: error.advice)
    }
    return try PresetFile(text: text, path: path).presets
  }
}
