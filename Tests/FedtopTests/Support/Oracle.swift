import Foundation

/// A small model with an adapter, and what PyTorch makes of its texts.
///
/// Made by `scripts/reference/make_oracle.py`; the transformer's own tests read it too.
struct Oracle {
  /// The two families.
  static let names = ["bert", "roberta"]

  private let folder: URL

  init(_ name: String) {
    folder = Program.repository.appending(
      path: "Tests/TransformerTests/Reference/oracle/\(name)")
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
