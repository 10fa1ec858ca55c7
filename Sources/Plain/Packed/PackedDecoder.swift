/// Gives a value back from its tree.
struct PackedDecoder: Decoder {
  let value: PackedValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: PackedValue, _ path: [any CodingKey]) {
    self.value = value
    codingPath = path
  }

  func unpack<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let leaf = type as? any PackedLeaf.Type else { return try Value(from: self) }
    guard let found = leaf.init(packed: value) as? Value else { throw wrong("\(type)") }
    return found
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .fields(let fields) = value else { throw wrong("fields") }
    var values: [String: PackedValue] = [:]
    for (name, value) in fields {
      guard values.updateValue(value, forKey: name) == nil else { throw wrong("one \(name)") }
    }
    return KeyedDecodingContainer(PackedFieldsReader(values: values, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let values) = value else { throw wrong("a list") }
    return PackedListReader(values: values, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private func wrong(_ wanted: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(wanted) was expected"))
  }
}

extension PackedDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { if case .none = value { true } else { false } }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try unpack(type) }
}

private struct PackedFieldsReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let values: [String: PackedValue]
  let codingPath: [any CodingKey]

  var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

  private func child(_ key: any CodingKey) throws -> PackedDecoder {
    guard let value = values[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "there is no \(key.stringValue)"))
    }
    return PackedDecoder(value, codingPath + [key])
  }

  func decodeNil(forKey key: Key) throws -> Bool { try child(key).decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try child(key).unpack(type)
  }

  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Inner> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try child(PackedKey.ofSuper) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

private struct PackedListReader: UnkeyedDecodingContainer {
  let values: [PackedValue]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(values: [PackedValue], codingPath: [any CodingKey]) {
    self.values = values
    self.codingPath = codingPath
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  private func peek() throws -> PackedDecoder {
    let path = codingPath + [PackedKey(place: currentIndex)]
    guard !isAtEnd else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: path, debugDescription: "the list ends before"))
    }
    return PackedDecoder(values[currentIndex], path)
  }

  private mutating func next() throws -> PackedDecoder {
    defer { currentIndex += 1 }
    return try peek()
  }

  mutating func decodeNil() throws -> Bool {
    guard try peek().decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next().unpack(type)
  }

  mutating func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type
  ) throws -> KeyedDecodingContainer<Inner> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }
}
