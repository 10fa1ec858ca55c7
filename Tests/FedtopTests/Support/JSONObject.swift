import Foundation

/// One JSON object of the output.
struct JSONObject {
  private let members: [String: Any]

  /// Reads one line; throws when it is not one object.
  init(_ line: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    guard let members = value as? [String: Any] else { throw CocoaError(.fileReadCorruptFile) }
    self.members = members
  }

  private init(members: [String: Any]) { self.members = members }

  /// Names of its members.
  var keys: Set<String> { Set(members.keys) }

  /// The text called `key`; empty when there is none.
  func text(_ key: String) -> String { members[key] as? String ?? "" }

  /// The number called `key`; NaN, which equals nothing, when there is none.
  func number(_ key: String) -> Double { (members[key] as? NSNumber)?.doubleValue ?? .nan }

  /// The whole number called `key`; `Int.min` when there is none.
  func integer(_ key: String) -> Int { (members[key] as? NSNumber)?.intValue ?? .min }

  /// The numbers called `key`; empty when there are none.
  func numbers(_ key: String) -> [Double] {
    (members[key] as? [NSNumber])?.map(\.doubleValue) ?? []
  }

  /// The object called `key`; empty when there is none.
  func object(_ key: String) -> JSONObject {
    JSONObject(members: members[key] as? [String: Any] ?? [:])
  }
}

extension JSONObject: Equatable {
  /// Whether both have equal members.
  static func == (left: JSONObject, right: JSONObject) -> Bool {
    NSDictionary(dictionary: left.members) == NSDictionary(dictionary: right.members)
  }
}
