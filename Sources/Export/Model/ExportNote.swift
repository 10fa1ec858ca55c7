import Foundation
import Plain
import Transformer

/// `fedtop.json` beside exported weights: where they come from, and what other formats cannot say.
struct ExportNote: Codable, Equatable {
  /// Name of the file.
  static let fileName = "fedtop.json"

  /// The run.
  var run: String
  /// The round of the checkpoint.
  var round: Int
  /// The client whose parameters they are; nil: the global ones.
  var client: Int?
  /// Registry name of the method.
  var method: String
  /// The base model, as the run named it.
  var base: String
  /// Name of the data set.
  var data: String
  /// Names of the labels, by index.
  var labels: [String]
  /// What the head reads.
  var pooling: Pooling
  /// Longest sequence in training, tokens.
  var maxLength: Int
  /// How a language model's conversations were written; nil for a classifier.
  var template: String?
  /// What stood in front of each labelled text that became an instruction; nil where none did.
  var request: String?

  enum CodingKeys: String, CodingKey {
    case run, round, client, method, base, data, labels, pooling, template, request
    case maxLength = "max_length"
  }

  /// The note for a stored model.
  init(_ model: StoredModel, client: Int?) {
    let federation = model.federation
    run = model.run
    round = model.round
    self.client = client
    method = federation.recipe.name
    base = federation.settings.model
    data = federation.dataset.name
    labels = federation.dataset.labelNames
    pooling = model.pooling
    maxLength = federation.settings.maxLength
    (template, request) = (model.prompt?.name, model.prompt?.requestWords)
  }

  /// The note in a directory; nil when there is none that makes sense.
  init?(directory: String) {
    let path = directory + "/" + Self.fileName
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 20,
      let note = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = note
  }

  /// Writes the note into a directory.
  func write(directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try OutputFile.replace(
      directory + "/" + Self.fileName, with: encoder.encode(self) + Data("\n".utf8))
  }
}

extension Pooling: Codable {}
