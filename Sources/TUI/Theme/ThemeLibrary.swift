import Foundation

/// Finds themes: built into the program, or as files in folders.
public enum ThemeLibrary {
  /// The theme called `name`: a path to a file, else the first `name.toml` in `searchPaths`, else
  /// one that is built in.
  public static func load(
    _ name: String, searchPaths: [String] = []
  ) throws(ThemeError) -> Theme {
    if isPath(name) {
      var theme = try Theme(name: stem(name), toml: try text(path: name), path: name)
      theme.file = URL(fileURLWithPath: name).standardizedFileURL.path
      theme.reference = theme.file ?? name
      return theme
    }
    for folder in searchPaths {
      let path = "\(folder)/\(name).toml"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      var theme = try Theme(name: name, toml: try text(path: path), path: path)
      theme.file = URL(fileURLWithPath: path).standardizedFileURL.path
      return theme
    }
    if BuiltInThemes.texts.contains(where: { $0.name == name }) { return .builtIn(name) }
    throw .notFound(name: name, known: names(searchPaths: searchPaths), searched: searchPaths)
  }

  /// What takes a theme's place on a background: its twin, which may lie beside its file, where that suits better; nil where
  /// the theme stays.
  ///
  /// - Throws: `ThemeError` when the twin cannot be read.
  static func twin(
    of theme: Theme, on background: Background, searchPaths: [String]
  ) throws(ThemeError) -> Theme? {
    guard theme.background.fit(background) < 2, let twin = theme.twin else { return nil }
    let beside = theme.file.map { [folder($0)] } ?? []
    let other = try load(twin, searchPaths: beside + searchPaths)
    return other.background.fit(background) > theme.background.fit(background) ? other : nil
  }

  /// Names of all themes there are, each once: built-in ones first, then files by folder and name.
  public static func names(searchPaths: [String] = []) -> [String] {
    var names = BuiltInThemes.texts.map(\.name)
    for folder in searchPaths {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files.sorted() where file.hasSuffix(".toml") {
        let name = String(file.dropLast(5))
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Folders to look in: `$XDG_CONFIG_HOME`, each of `$XDG_DATA_DIRS`, beside the executable, and a
  /// checkout's `themes`.
  public static func searchPaths(
    environment: [String: String], executable: String?
  ) -> [String] {
    var paths: [String] = []
    if let folder = OptionsFile.folder(environment: environment) {
      paths.append("\(folder)/themes")
    }
    let data = present(environment["XDG_DATA_DIRS"]) ?? "/usr/local/share:/usr/share"
    paths += data.split(separator: ":").map { "\($0)/fedtop/themes" }
    if let executable {
      let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
      paths.append(
        folder.deletingLastPathComponent().appendingPathComponent("share/fedtop/themes").path)
    }
    return paths + ["themes"]
  }

  /// Whether a theme is named by its file.
  static func isPath(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".toml") }

  /// The name of the theme in a file.
  static func stem(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// The folder that a file lies in.
  static func folder(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// What a theme file holds.
  static func text(path: String) throws(ThemeError) -> String {
    do throws(TOMLFile.Problem) {
      return try TOMLFile.text(at: path)
    } catch {
      if error == .missing { throw .notFound(name: path, known: [], searched: []) }
      throw .unreadable(path: path, reason: error.advice)
    }
  }

  private static func present(_ value: String?) -> String? {
    value.flatMap { $0.isEmpty ? nil : $0 }
  }
}
