import Foundation

@testable import Corpus

/// What transformers made of templates, as `make_chat_reference.py` stored it.
struct JinjaReference: Decodable {
  /// A value in which the order of keys and the kind of numbers are kept.
  enum Value: Decodable {
    case value(JinjaValue)

    private enum Keys: CodingKey {
      case pairs
      case float
    }

    init(from decoder: any Decoder) throws {
      if let keys = try? decoder.container(keyedBy: Keys.self) {
        if let float = try keys.decodeIfPresent(String.self, forKey: .float) {
          self = .value(.number(Double(float) ?? .nan))
          return
        }
        var dictionary = JinjaDictionary()
        for pair in try keys.decode([[Value]].self, forKey: .pairs) {
          dictionary[pair[0].jinja] = pair[1].jinja
        }
        self = .value(.dictionary(dictionary))
        return
      }
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .value(.none)
      } else if let bool = try? container.decode(Bool.self) {
        self = .value(.bool(bool))
      } else if let integer = try? container.decode(Int.self) {
        self = .value(.integer(integer))
      } else if let text = try? container.decode(String.self) {
        self = .value(.string(text))
      } else {
        self = .value(.list(of: try container.decode([Value].self).map(\.jinja)))
      }
    }

    var jinja: JinjaValue {
      switch self {
      case .value(let value): value
      }
    }
  }

  // The first line.
  var variables: Value?
  var conversations: [Value]?
  // A template.
  var name: String?
  // A case.
  var template: String?
  var source: String?
  var conversation: Int?
  var opened: Bool?
  var text: String?
  var error: String?
  var message: String?

  /// All lines.
  static func lines() throws -> [JinjaReference] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/chat.jsonl")
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(JinjaReference.self, from: $0)
    }
  }

  /// What every template has.
  static let context: [String: JinjaValue] = [
    "bos_token": .string("<s>"), "eos_token": .string("</s>"), "unk_token": .string("<unk>"),
    "pad_token": .string("<pad>"), "tools": .none, "documents": .none,
    "strftime_now": .function(JinjaFunction("strftime_now") { _ in .string("26 Jul 2024") }),
  ]
}
