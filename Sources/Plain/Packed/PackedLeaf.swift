/// What is a leaf of a packed tree: numbers, texts, and vectors of numbers.
protocol PackedLeaf {
  /// The leaf.
  var packed: PackedValue { get }
  /// The value of a leaf; nil when it is another.
  init?(packed: PackedValue)
}

/// Numbers of which many are one leaf.
protocol PackedElement {
  /// Many of them.
  static func packed(_ values: [Self]) -> PackedValue
  /// Many of them; nil when the leaf is another.
  static func unpacked(_ value: PackedValue) -> [Self]?
}

extension Array: PackedLeaf where Element: PackedElement {
  var packed: PackedValue { Element.packed(self) }

  init?(packed: PackedValue) {
    guard let values = Element.unpacked(packed) else { return nil }
    self = values
  }
}

extension PackedLeaf where Self: FixedWidthInteger {
  var packed: PackedValue { .integer(Int(truncatingIfNeeded: self)) }

  init?(packed: PackedValue) {
    guard case .integer(let value) = packed else { return nil }
    self.init(truncatingIfNeeded: value)
    guard Int(truncatingIfNeeded: self) == value else { return nil }
  }
}

extension Int: PackedLeaf {}
extension Int8: PackedLeaf {}
extension Int16: PackedLeaf {}
extension Int32: PackedLeaf {}
extension Int64: PackedLeaf {}
extension UInt: PackedLeaf {}
extension UInt8: PackedLeaf {}
extension UInt16: PackedLeaf {}
extension UInt32: PackedLeaf {}
extension UInt64: PackedLeaf {}

extension Bool: PackedLeaf, PackedElement {
  var packed: PackedValue { .flag(self) }

  init?(packed: PackedValue) {
    guard case .flag(let value) = packed else { return nil }
    self = value
  }

  static func packed(_ values: [Bool]) -> PackedValue { .flags(values) }
  static func unpacked(_ value: PackedValue) -> [Bool]? {
    if case .flags(let values) = value { values } else { nil }
  }
}

extension String: PackedLeaf {
  var packed: PackedValue { .text(self) }

  init?(packed: PackedValue) {
    guard case .text(let value) = packed else { return nil }
    self = value
  }
}

extension Double: PackedLeaf, PackedElement {
  var packed: PackedValue { .double(self) }

  init?(packed: PackedValue) {
    guard case .double(let value) = packed else { return nil }
    self = value
  }

  static func packed(_ values: [Double]) -> PackedValue { .doubles(values) }
  static func unpacked(_ value: PackedValue) -> [Double]? {
    if case .doubles(let values) = value { values } else { nil }
  }
}

extension Float: PackedLeaf, PackedElement {
  var packed: PackedValue { .float(self) }

  init?(packed: PackedValue) {
    guard case .float(let value) = packed else { return nil }
    self = value
  }

  static func packed(_ values: [Float]) -> PackedValue { .floats(values) }
  static func unpacked(_ value: PackedValue) -> [Float]? {
    if case .floats(let values) = value { values } else { nil }
  }
}

extension Int: PackedElement {
  static func packed(_ values: [Int]) -> PackedValue { .integers(values) }
  static func unpacked(_ value: PackedValue) -> [Int]? {
    if case .integers(let values) = value { values } else { nil }
  }
}

extension Int32: PackedElement {
  static func packed(_ values: [Int32]) -> PackedValue { .int32s(values) }
  static func unpacked(_ value: PackedValue) -> [Int32]? {
    if case .int32s(let values) = value { values } else { nil }
  }
}

extension UInt16: PackedElement {
  static func packed(_ values: [UInt16]) -> PackedValue { .halves(values) }
  static func unpacked(_ value: PackedValue) -> [UInt16]? {
    if case .halves(let values) = value { values } else { nil }
  }
}

extension Int8: PackedElement {
  static func packed(_ values: [Int8]) -> PackedValue { .octets(values) }
  static func unpacked(_ value: PackedValue) -> [Int8]? {
    if case .octets(let values) = value { values } else { nil }
  }
}
