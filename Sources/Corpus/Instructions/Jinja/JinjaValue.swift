/// A value of a template, which behaves as Python's does.
///
/// What changes while a template runs (namespaces, loops, generators) lies in the renderer; a value has its number.
enum JinjaValue: Sendable {
  case none
  /// What is not there, and why, for an error where it is used.
  case undefined(String)
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// Text that `safe` or `escape` has marked, which is only for printing here.
  case markup(String)
  case list(JinjaList)
  case tuple(JinjaList)
  case view(JinjaView, JinjaList)
  case dictionary(JinjaDictionary)
  case namespace(Int)
  case macro(Int)
  case loop(Int)
  /// Values that can be gone through once.
  case generator(Int)
  case function(JinjaFunction)
  /// A method that is bound to its value.
  indirect case method(JinjaValue, String)

  /// A list.
  static func list(of elements: [JinjaValue]) -> JinjaValue { .list(JinjaList(elements)) }

  /// A tuple.
  static func tuple(of elements: [JinjaValue]) -> JinjaValue { .tuple(JinjaList(elements)) }

  /// A dictionary with keys that are strings, in order.
  static func dictionary(of members: [(String, JinjaValue)]) -> JinjaValue {
    var dictionary = JinjaDictionary()
    for (key, value) in members { dictionary[.string(key)] = value }
    return .dictionary(dictionary)
  }

  /// The elements of what is a list by nature.
  var elements: [JinjaValue]? {
    switch self {
    case .list(let list), .tuple(let list), .view(_, let list): list.elements
    default: nil
    }
  }

  var isUndefined: Bool {
    if case .undefined = self { true } else { false }
  }

  /// How deep lists and dictionaries lie in one another.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list), .view(_, let list): list.depth
    case .dictionary(let dictionary): dictionary.depth
    case .method(let value, _): value.depth
    default: 0
    }
  }

  /// About how many bytes it has when everything in it is written out.
  var weight: Int {
    switch self {
    case .string(let text), .markup(let text): 16 + text.utf8.count
    case .list(let list), .tuple(let list), .view(_, let list): list.weight
    case .dictionary(let dictionary): dictionary.weight
    case .method(let value, _): value.weight
    default: 16
    }
  }
}

/// Elements in order, which know how deep and how heavy they are: a list of itself, doubled a hundred times, costs
/// nothing to make and for ever to print.
struct JinjaList: Sendable {
  /// The elements.
  let elements: [JinjaValue]
  /// One more than the deepest element.
  let depth: Int
  /// The sum of the elements'.
  let weight: Int

  /// A list of elements.
  init(_ elements: [JinjaValue]) {
    self.elements = elements
    depth = 1 + (elements.lazy.map(\.depth).max() ?? 0)
    weight = elements.reduce(16) { JinjaBudget.sum($0, $1.weight) }
  }
}

/// What Python has instead of a list in places: `range` is one that can be indexed, the views of a dictionary cannot.
enum JinjaView: String, Sendable {
  case range
  case items = "dict_items"
  case keys = "dict_keys"
  case values = "dict_values"
}

/// Keys and values in the order in which the keys came.
struct JinjaDictionary: Sendable {
  private(set) var keys: [JinjaValue] = []
  private(set) var values: [JinjaValue] = []
  private(set) var depth = 1
  private(set) var weight = 16
  private var places: [JinjaValue: Int] = [:]

  /// The value of a key; nil: it is not there.
  subscript(key: JinjaValue) -> JinjaValue? {
    get { places[key].map { values[$0] } }
    set {
      // Nothing is ever removed: templates cannot.
      guard let newValue else { return }
      depth = max(depth, 1 + max(key.depth, newValue.depth))
      weight = JinjaBudget.sum(weight, JinjaBudget.sum(key.weight, newValue.weight))
      if let place = places[key] {
        values[place] = newValue
      } else {
        places[key] = keys.count
        keys.append(key)
        values.append(newValue)
      }
    }
  }

  /// Sets a value that a template names.
  /// - Throws: a problem for a key that Python cannot hash.
  mutating func set(_ key: JinjaValue, to value: JinjaValue) throws(JinjaProblem) {
    guard key.isHashable else { throw .evaluation("a key that is '\(key.typeName)'") }
    self[key] = value
  }

  /// Pairs of keys and values.
  var items: [JinjaValue] {
    zip(keys, values).map { .tuple(of: [$0, $1]) }
  }
}

/// A function of the template: one of Jinja's own, or one that the caller gave.
struct JinjaFunction: Sendable {
  /// What it is called.
  let name: String
  /// What it gives for positional arguments; nil: the renderer knows it by its name.
  let body: (@Sendable ([JinjaValue]) throws(JinjaProblem) -> JinjaValue)?

  /// A function of the caller's.
  init(
    _ name: String, _ body: @escaping @Sendable ([JinjaValue]) throws(JinjaProblem) -> JinjaValue
  ) {
    self.name = name
    self.body = body
  }

  /// One of the renderer's own.
  init(builtin name: String) {
    self.name = name
    body = nil
  }
}

/// What a call was given.
struct JinjaArguments: Sendable {
  /// Values by place.
  var positional: [JinjaValue] = []
  /// Values by name, in order.
  var keywords: [(name: String, value: JinjaValue)] = []

  /// The values of parameters; nil: not given.
  /// - Throws: a problem where there are more arguments than parameters.
  func bound(to names: String...) throws(JinjaProblem) -> [JinjaValue?] {
    guard positional.count <= names.count else {
      throw .evaluation("\(positional.count) arguments where \(names.count) are taken")
    }
    var values = positional.map(Optional.some)
    values += Array(repeating: nil, count: names.count - positional.count)
    for (name, value) in keywords {
      guard let place = names.firstIndex(of: name), values[place] == nil else {
        throw .evaluation("no argument '\(name)' is taken")
      }
      values[place] = value
    }
    return values
  }
}

/// How much a template may still do, as nobody vouches for it.
struct JinjaBudget {
  /// How deep values, blocks, brackets and calls may lie in one another.
  static let depth = 100
  /// The most bytes that a value, or what is written, may have.
  static let weight = 16 << 20

  private var steps = 1_000_000

  /// Takes steps.
  mutating func take(_ count: Int = 1) throws(JinjaProblem) {
    steps -= min(count, steps + 1)
    guard steps >= 0 else { throw .evaluation("the template takes too long") }
  }

  /// Takes the steps of handling so many bytes.
  mutating func take(bytes: Int) throws(JinjaProblem) {
    guard bytes <= Self.weight else { throw .evaluation("a text or list is too long") }
    try take(1 + bytes / 64)
  }

  /// A sum of weights, which ends at the largest number.
  static func sum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
  }
}
