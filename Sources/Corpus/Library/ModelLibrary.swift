/// Fetched models by short name.
public enum ModelLibrary {
  /// Names that scripts/fetch-data writes.
  public static let fetched: [(name: String, summary: String)] = [
    ("minilm", "all-MiniLM-L6-v2: BERT, 6 layers, hidden size 384"),
    ("mpnet", "all-mpnet-base-v2: MPNet, 12 layers, hidden size 768"),
    ("bert-tiny", "BERT-tiny after BLEURT's training: 2 layers, hidden size 128"),
  ]

  /// Whether a name is that of a model that can be fetched.
  public static func isKnown(_ name: String) -> Bool {
    fetched.contains { $0.name == name }
  }

  /// Whether a model can be loaded now.
  public static func isAvailable(
    _ name: String, root: String = DatasetLibrary.defaultRoot
  ) -> Bool {
    FileBytes.exists("\(root)/models/\(name)/config.json")
  }

  /// The folder of a model: a known name, or a path that is taken as it is.
  public static func directory(
    _ nameOrPath: String, root: String = DatasetLibrary.defaultRoot
  ) throws(CorpusError) -> String {
    if isKnown(nameOrPath) {
      guard isAvailable(nameOrPath, root: root) else {
        throw .notFound(
          path: "\(root)/models/\(nameOrPath)",
          advice: "run `make data ARGS=\(nameOrPath)`, or scripts/fetch-data \(nameOrPath)")
      }
      return "\(root)/models/\(nameOrPath)"
    }
    guard FileBytes.isFolder(nameOrPath) else {
      throw .notFound(
        path: nameOrPath,
        advice: "give a folder with config.json and model.safetensors, or one of embedded, "
          + fetched.map(\.name).joined(separator: ", "))
    }
    return nameOrPath
  }
}
