import Foundation

/// A small model with an adapter, and what PyTorch makes of its texts.
///
/// Made by `scripts/reference/make_oracle.py`; the transformer's own tests read it too.
struct Oracle {
  /// One of each family that labels texts: not the language model, which answers with words, and not ViT, which sees images.
  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: root.path)
    return Set(found ?? []).subtracting(["llama-lm", "vit"]).sorted()
  }()

  private static let root = Program.repository.appending(
    path: "Tests/TransformerTests/Reference/oracle")

  private let folder: URL

  init(_ name: String) {
    folder = Self.root.appending(path: name)
  }

  /// The model's folder.
  var model: URL { folder.appending(path: "model", directoryHint: .notDirectory) }
  /// Path of the model's folder.
  var modelPath: String { model.path(percentEncoded: false) }
  /// Path of the adapter's folder.
  var adapterPath: String { folder.appending(path: "adapter").path(percentEncoded: false) }
  /// Path of the texts.
  var dataPath: String { folder.appending(path: "data.jsonl").path(percentEncoded: false) }

  /// The texts with their labels.
  func data() throws -> [JSONObject] { try objects("data.jsonl") }
  /// What is right.
  func expected() throws -> [JSONObject] { try objects("expected.jsonl") }

  private func objects(_ name: String) throws -> [JSONObject] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(separator: "\n").map { try JSONObject(String($0)) }
  }
}
