/// Runs the nodes of a template.
final class JinjaRenderer {
  /// Names that hold for a part of a template.
  final class Scope {
    /// The values of names.
    var values: [String: JinjaValue]
    /// Where names are looked up that are not here.
    let outer: Scope?

    /// A scope in another.
    init(_ values: [String: JinjaValue] = [:], in outer: Scope?) {
      self.values = values
      self.outer = outer
    }
  }

  /// A macro, with the names that held where it was written.
  struct Macro {
    /// As it is written.
    let source: JinjaMacro
    /// Where it was.
    let scope: Scope
  }

  /// Where a loop is.
  struct Loop {
    /// As it is written.
    let source: JinjaLoop
    /// Where it is.
    let scope: Scope
    /// What is not yet known to be taken.
    var rest: ArraySlice<JinjaValue>
    /// What it goes through, as far as it is known.
    var elements: [JinjaValue] = []
    /// The number of the element, from zero on.
    var index = -1
    /// What `changed` was given last.
    var last: [JinjaValue]?

    /// Takes all that is left.
    mutating func takeAll() {
      elements += rest
      rest = []
    }
  }

  /// How a part of a template ends.
  enum End {
    case normal
    case leave
    case next
  }

  var budget = JinjaBudget()
  var scope: Scope
  var namespaces: [[String: JinjaValue]] = []
  var macros: [Macro] = []
  var loops: [Loop] = []
  /// What is left in each generator; nil: it was gone through.
  var generators: [[JinjaValue]?] = []
  /// What each scope of the template hides.
  private let hidden: [[String]]
  var output = ""
  var line = 1
  private var depth = 0

  /// A run with variables.
  init(_ context: [String: JinjaValue], hidden: [[String]]) {
    self.hidden = hidden
    var globals: [String: JinjaValue] = [:]
    for name in ["range", "dict", "namespace", "raise_exception"] {
      globals[name] = .function(JinjaFunction(builtin: name))
    }
    scope = Scope(in: Scope(context, in: Scope(globals, in: nil)))
    hideNames(of: 0)
  }

  /// What the nodes write.
  func text(_ nodes: [JinjaNode]) throws(JinjaProblem) -> String {
    do throws(JinjaProblem) {
      _ = try run(nodes)
    } catch {
      var problem = error
      problem.line = problem.line ?? line
      throw problem
    }
    return output
  }

  /// Runs something that may run its like.
  func nested<Value>(
    _ body: () throws(JinjaProblem) -> Value
  ) throws(JinjaProblem) -> Value {
    guard depth < 2 * JinjaBudget.depth else { throw .evaluation("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  // MARK: - Names

  /// What Jinja has beside the globals here.
  private static let unknownGlobals: Set<String> = ["lipsum", "cycler", "joiner"]

  /// The value of a name.
  func value(of name: String) throws(JinjaProblem) -> JinjaValue {
    var scope: Scope? = scope
    while let current = scope {
      if let value = current.values[name] { return value }
      scope = current.outer
    }
    if Self.unknownGlobals.contains(name) { throw .unknown("'\(name)'") }
    return .undefined("'\(name)' is undefined")
  }

  /// Runs something with names of its own.
  func scoped<Value>(
    _ values: [String: JinjaValue] = [:], in outer: Scope? = nil,
    _ body: () throws(JinjaProblem) -> Value
  ) throws(JinjaProblem) -> Value {
    let current = scope
    scope = Scope(values, in: outer ?? current)
    defer { scope = current }
    return try body()
  }

  /// Hides what a scope of the template sets further down.
  func hideNames(of number: Int) {
    for name in hidden[number] { scope.values[name] = .undefined("'\(name)' is undefined") }
  }

  func assign(_ value: JinjaValue, to target: JinjaTarget) throws(JinjaProblem) {
    switch target {
    case .name(let name): scope.values[name] = value
    case .attribute(let name, let attribute):
      guard case .namespace(let place) = try self.value(of: name) else {
        throw .evaluation("'\(name)' is no namespace, so that nothing in it can be set")
      }
      try set(attribute, to: value, in: place)
    case .several(let targets):
      let values = try elements(of: value)
      guard values.count == targets.count else {
        throw .evaluation("\(values.count) values for \(targets.count) names")
      }
      for (target, value) in zip(targets, values) { try assign(value, to: target) }
    }
  }

  /// Sets a name of a namespace.
  func set(_ name: String, to value: JinjaValue, in place: Int) throws(JinjaProblem) {
    guard !name.hasPrefix("_") else {
      throw .evaluation("'\(name)' in a namespace, where no name begins with '_'")
    }
    namespaces[place][name] = value
  }

  // MARK: - Elements

  /// What a loop goes through.
  func elements(of value: JinjaValue) throws(JinjaProblem) -> [JinjaValue] {
    let elements: [JinjaValue]
    switch value {
    case .list(let list), .tuple(let list), .view(_, let list): elements = list.elements
    case .dictionary(let dictionary): elements = dictionary.keys
    case .string(let text):
      try budget.take(bytes: text.utf8.count)
      elements = text.unicodeScalars.map { .string(String($0)) }
    case .undefined: elements = []
    case .generator(let place):
      elements = generators[place] ?? []
      generators[place] = nil
    case .markup: throw .unknown("going through text that is marked safe")
    default: throw .evaluation("'\(value.typeName)' cannot be gone through")
    }
    try budget.take(1 + elements.count / 4)
    return elements
  }

  /// Values that can be gone through once.
  func generator(_ elements: [JinjaValue]) -> JinjaValue {
    generators.append(elements)
    return .generator(generators.count - 1)
  }
}
