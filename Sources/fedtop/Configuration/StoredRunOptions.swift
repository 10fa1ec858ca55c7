import ArgumentParser
import RunStore

/// A stored run, by name.
struct StoredRunOptions: ParsableArguments {
  @Argument(help: "A run: its name, its start or end, latest, or a path.")
  var name: String

  @OptionGroup var folder: RunsFolder

  /// Path of its file.
  /// - Throws: `StoreError` when there is none, or several.
  func path() throws -> String { try RunCatalogue(directory: folder.runs).resolve(name) }
}
