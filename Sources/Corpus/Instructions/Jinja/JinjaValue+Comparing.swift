extension JinjaValue: Hashable {
  /// What Python calls its type.
  var typeName: String {
    switch self {
    case .none: "NoneType"
    case .undefined: "Undefined"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .view(let view, _): view.rawValue
    case .dictionary: "dict"
    case .namespace: "Namespace"
    case .macro: "Macro"
    case .loop: "LoopContext"
    case .generator: "generator"
    case .function: "function"
    case .method: "method"
    }
  }

  /// Whether a condition holds that is this value.
  var isTrue: Bool {
    switch self {
    case .none, .undefined: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .list(let list), .tuple(let list), .view(_, let list): !list.elements.isEmpty
    case .dictionary(let dictionary): !dictionary.keys.isEmpty
    case .namespace, .macro, .loop, .generator, .function, .method: true
    }
  }

  /// The whole number that it is to Python, in which `true` is 1.
  var integer: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// The number that it is to Python.
  var number: Double? {
    if case .number(let value) = self { value } else { integer.map(Double.init) }
  }

  /// Whether Python takes it as a key.
  var isHashable: Bool {
    switch self {
    case .list, .dictionary, .view: false
    case .tuple(let list): list.elements.allSatisfy(\.isHashable)
    default: true
    }
  }

  static func == (left: JinjaValue, right: JinjaValue) -> Bool {
    if left.number != nil, right.number != nil { return order(left, ofNumber: right) == .same }
    switch (left, right) {
    case (.none, .none), (.undefined, .undefined): return true
    case (.string(let left), .string(let right)), (.markup(let left), .string(let right)),
      (.string(let left), .markup(let right)), (.markup(let left), .markup(let right)):
      return left.utf8.elementsEqual(right.utf8)
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      return left.elements == right.elements
    case (.view(let view, let left), .view(let other, let right)):
      return view == other && left.elements == right.elements
    case (.dictionary(let left), .dictionary(let right)):
      return left.keys.count == right.keys.count
        && zip(left.keys, left.values).allSatisfy { right[$0] == $1 }
    case (.namespace(let left), .namespace(let right)), (.macro(let left), .macro(let right)),
      (.loop(let left), .loop(let right)), (.generator(let left), .generator(let right)):
      return left == right
    case (.function(let left), .function(let right)): return left.name == right.name
    case (.method(let left, let name), .method(let right, let other)):
      return left == right && name == other
    default: return false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool, .integer: hasher.combine(integer)
    // Equal numbers are equal keys, whole or not.
    case .number(let value):
      if let whole = Int(exactly: value) {
        hasher.combine(Int?.some(whole))
      } else {
        hasher.combine(value)
      }
    case .string(let text), .markup(let text):
      for byte in text.utf8 { hasher.combine(byte) }
    case .tuple(let list): hasher.combine(list.elements)
    default: hasher.combine(typeName)
    }
  }

  /// How two values that can be ordered stand to one another.
  enum Order {
    case before
    case same
    case after
    /// NaN is neither.
    case neither

    fileprivate init<Value: Comparable>(_ left: Value, _ right: Value) {
      self = left < right ? .before : left > right ? .after : left == right ? .same : .neither
    }
  }

  /// The order of two values.
  /// - Throws: a problem for values that Python does not order.
  static func order(_ left: JinjaValue, _ right: JinjaValue) throws(JinjaProblem) -> Order {
    if left.number != nil, right.number != nil { return order(left, ofNumber: right) }
    switch (left, right) {
    case (.string(let left), .string(let right)): return order(text: left, right)
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      for (left, right) in zip(left.elements, right.elements) where left != right {
        return try order(left, right)
      }
      return Order(left.elements.count, right.elements.count)
    case (.undefined(let name), _), (_, .undefined(let name)): throw .evaluation(name)
    case (.markup, _), (_, .markup): throw .unknown("an order of text that is marked safe")
    default:
      throw .evaluation("no order between \(left.typeName) and \(right.typeName)")
    }
  }

  /// By code points, which is by the bytes of UTF-8.
  private static func order(text left: String, _ right: String) -> Order {
    if left.utf8.lexicographicallyPrecedes(right.utf8) { return .before }
    return left.utf8.elementsEqual(right.utf8) ? .same : .after
  }

  /// Exact, also for whole numbers that a double cannot hold.
  private static func order(_ left: JinjaValue, ofNumber right: JinjaValue) -> Order {
    if let left = left.integer, let right = right.integer { return Order(left, right) }
    if let left = left.integer, let double = right.number, let whole = Int(exactly: double) {
      return Order(left, whole)
    }
    if let double = left.number, let whole = Int(exactly: double), let right = right.integer {
      return Order(whole, right)
    }
    return Order(left.number ?? .nan, right.number ?? .nan)
  }
}
