/// One named vector that a method keeps between rounds, declared by whoever keeps it.
///
/// A checkpoint that holds other names or lengths belongs to another configuration and is refused.
public struct StateField: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its number of values, once it is there.
  public var count: Int

  /// Makes a field.
  public init(_ name: String, count: Int) {
    self.name = name
    self.count = count
  }
}

extension NamedValues {
  /// Whether every vector is one of `fields`, and as long; some may be missing, as they are in a client's first rounds.
  func fits(_ fields: [StateField]) -> Bool {
    vectors.allSatisfy { name, values in
      fields.contains { $0.name == name && $0.count == values.count }
    }
  }
}
