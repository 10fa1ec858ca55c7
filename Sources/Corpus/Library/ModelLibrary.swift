import Foundation

/// Fetched models by short name.
public enum ModelLibrary {
  /// Names that scripts/fetch-data writes.
  public static let fetched: [(name: String, summary: String)] = [
    ("minilm", "all-MiniLM-L6-v2: BERT, 6 layers, hidden size 384"),
    ("mpnet", "all-mpnet-base-v2: MPNet, 12 layers, hidden size 768"),
    ("bert-tiny", "BERT-tiny after BLEURT's training: 2 layers, hidden size 128"),
    ("smollm2", "SmolLM2-135M-Instruct: a decoder of 30 layers at 4 bits, hidden size 576"),
  ]

  /// Whether a name is that of a model that can be fetched.
  public static func isKnown(_ name: String) -> Bool {
    fetched.contains { $0.name == name }
  }

  /// Whether a model can be loaded now.
  public static func isAvailable(
    _ name: String, root: String = DatasetLibrary.defaultRoot
  ) -> Bool {
    let folder = "\(root)/models/\(name)"
    return FileBytes.exists(folder + "/config.json") || packed(in: folder) != nil
  }

  /// The folder of a model, or its GGUF file: of a known name, or at a path.
  public static func directory(
    _ nameOrPath: String, root: String = DatasetLibrary.defaultRoot
  ) throws(CorpusError) -> String {
    if isKnown(nameOrPath) {
      guard isAvailable(nameOrPath, root: root) else {
        throw .notFound(
          path: "\(root)/models/\(nameOrPath)",
          advice: "run `make data ARGS=\(nameOrPath)`, or scripts/fetch-data \(nameOrPath)")
      }
      let folder = "\(root)/models/\(nameOrPath)"
      return packed(in: folder) ?? folder
    }
    if nameOrPath.hasSuffix(".gguf"), FileBytes.exists(nameOrPath) { return nameOrPath }
    guard FileBytes.isFolder(nameOrPath) else {
      throw .notFound(
        path: nameOrPath,
        advice:
          "give a folder with config.json and model.safetensors, a GGUF file, or one of embedded, "
          + fetched.map(\.name).joined(separator: ", "))
    }
    let files = packedFiles(in: nameOrPath)
    guard files.count < 2 else {
      throw .badFile(
        path: nameOrPath, problem: "it has \(listed(files)): name one of these files")
    }
    return files.first.map { "\(nameOrPath)/\($0)" } ?? nameOrPath
  }

  /// The GGUF file of a folder that has one and no `config.json`.
  private static func packed(in folder: String) -> String? {
    let files = packedFiles(in: folder)
    return files.count == 1 ? "\(folder)/\(files[0])" : nil
  }

  /// The GGUF files of a folder that has no `config.json`, by name.
  private static func packedFiles(in folder: String) -> [String] {
    guard !FileBytes.exists(folder + "/config.json") else { return [] }
    return FileBytes.names(in: folder).filter { $0.hasSuffix(".gguf") }
  }
}
