/// Turns any `Codable` value into bytes, exactly: vectors of numbers are copied whole.
public enum Packed {
  /// The value as bytes.
  /// - Throws: what the value's own `encode` throws.
  public static func bytes(of value: some Encodable) throws -> [UInt8] {
    try PackedEncoder.pack(value, []).bytes
  }

  /// Reads what `bytes` made of a value of the same type.
  /// - Throws: `PackedProblem` for bytes that are none, `DecodingError` for those of another type.
  public static func value<Value: Decodable>(
    _ type: Value.Type = Value.self, from bytes: [UInt8]
  ) throws -> Value {
    try PackedDecoder(PackedValue(bytes), []).unpack(type)
  }
}

/// What one `encode(to:)` writes; the containers it hands out fill it.
private final class PackedNode {
  enum Content {
    case value(PackedValue)
    case list([PackedNode])
    case fields([(name: String, value: PackedNode)])
  }

  var content = Content.value(.none)

  /// The tree, once everything is written.
  var value: PackedValue {
    switch content {
    case .value(let value): value
    case .list(let nodes): .list(nodes.map(\.value))
    case .fields(let fields): .fields(fields.map { ($0.name, $0.value.value) })
    }
  }

  func append(_ node: PackedNode) {
    guard case .list(var nodes) = content else { return content = .list([node]) }
    content = .value(.none)
    nodes.append(node)
    content = .list(nodes)
  }

  func add(_ name: String, _ node: PackedNode) {
    guard case .fields(var fields) = content else { return content = .fields([(name, node)]) }
    content = .value(.none)
    fields.append((name, node))
    content = .fields(fields)
  }
}

private struct PackedEncoder: Encoder {
  let node: PackedNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func pack(_ value: some Encodable, _ path: [any CodingKey]) throws -> PackedValue {
    if let leaf = value as? any PackedLeaf { return leaf.packed }
    let encoder = PackedEncoder(node: PackedNode(), codingPath: path)
    try value.encode(to: encoder)
    return encoder.node.value
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(PackedFields<Key>(node, codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { PackedList(node, codingPath) }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension PackedEncoder: SingleValueEncodingContainer {
  mutating func encodeNil() { node.content = .value(.none) }

  mutating func encode(_ value: some Encodable) throws {
    node.content = .value(try Self.pack(value, codingPath))
  }
}

private struct PackedFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: PackedNode
  let codingPath: [any CodingKey]

  init(_ node: PackedNode, _ path: [any CodingKey]) {
    self.node = node
    codingPath = path
    // A type may ask more than once, and writes into the same fields then.
    if case .fields = node.content { return }
    node.content = .fields([])
  }

  private func child(_ key: any CodingKey) -> PackedEncoder {
    let encoder = PackedEncoder(node: PackedNode(), codingPath: codingPath + [key])
    node.add(key.stringValue, encoder.node)
    return encoder
  }

  func encodeNil(forKey key: Key) { _ = child(key) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    var encoder = child(key)
    try encoder.encode(value)
  }

  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Inner> {
    child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    child(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { child(PackedKey.ofSuper) }

  func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}

private struct PackedList: UnkeyedEncodingContainer {
  let node: PackedNode
  let codingPath: [any CodingKey]

  init(_ node: PackedNode, _ path: [any CodingKey]) {
    self.node = node
    codingPath = path
    if case .list = node.content { return }
    node.content = .list([])
  }

  var count: Int { if case .list(let nodes) = node.content { nodes.count } else { 0 } }

  private func child() -> PackedEncoder {
    let encoder = PackedEncoder(
      node: PackedNode(), codingPath: codingPath + [PackedKey(place: count)])
    node.append(encoder.node)
    return encoder
  }

  func encodeNil() { _ = child() }

  func encode(_ value: some Encodable) throws {
    var encoder = child()
    try encoder.encode(value)
  }

  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type
  ) -> KeyedEncodingContainer<Inner> {
    child().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }

  func superEncoder() -> any Encoder { child() }
}

/// A key of a place in a list, or of what a class inherits.
struct PackedKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  static let ofSuper = PackedKey("super")

  init(place: Int) { (stringValue, intValue) = ("\(place)", place) }
  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(place: intValue) }
}
