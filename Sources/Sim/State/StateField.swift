/// One named vector that a method keeps between rounds, declared by whoever keeps it.
///
/// A checkpoint that holds other names or lengths belongs to another configuration and is refused.
public struct StateField: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its number of values, once it is there.
  public var count: Int
  /// Whether it may have fewer.
  public var isLimit = false
  /// Whether a server may be without it, as clients may be without any.
  public var isOptional: Bool

  /// Makes a field.
  public init(_ name: String, count: Int, isOptional: Bool = false) {
    self.name = name
    self.count = count
    self.isOptional = isOptional
  }

  /// A field of any number of values up to `limit`.
  public init(_ name: String, atMost limit: Int) {
    self.init(name, count: limit)
    isLimit = true
  }

  /// Whether so many values may be it.
  func fits(_ values: Int) -> Bool { isLimit ? values <= count : values == count }
}

extension NamedValues {
  /// Whether every vector is one of `fields`, and as long as it says; some may be missing, as they are in a client's first
  /// rounds.
  func fits(_ fields: [StateField]) -> Bool {
    vectors.allSatisfy { name, values in
      fields.contains { $0.name == name && $0.fits(values.count) }
    }
  }
}
