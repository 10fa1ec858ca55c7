/// Makes nodes of words.
struct JinjaParser {
  private let tokens: [JinjaToken]
  private var place = 0
  private var depth = 0
  /// The parameters of the macros that are being read, which alone may have names that Jinja keeps for itself.
  private var parameters: Set<String> = []
  private var macros = 0
  private var loops = 0
  /// Where names are read and set.
  var names = JinjaNames()

  /// Reads words whose last is the end.
  init(_ tokens: [JinjaToken]) {
    self.tokens = tokens
  }

  /// The whole template.
  mutating func template() throws(JinjaProblem) -> [JinjaNode] {
    try nodes(until: [])
  }

  // MARK: - Words

  var kind: JinjaToken.Kind { tokens[min(place, tokens.count - 1)].kind }
  var line: Int { tokens[min(place, tokens.count - 1)].line }

  func syntax(_ text: String) -> JinjaProblem { .syntax(text, line: line) }

  mutating func advance() { place += 1 }

  mutating func take(_ symbol: String) -> Bool {
    guard kind == .symbol(symbol) else { return false }
    place += 1
    return true
  }

  mutating func take(word: String) -> Bool {
    guard kind == .name(word) else { return false }
    place += 1
    return true
  }

  /// Whether `not in` stands here.
  var isNotIn: Bool {
    kind == .name("not") && place + 1 < tokens.count && tokens[place + 1].kind == .name("in")
  }

  /// Whether `name =` stands here.
  var isKeyword: Bool {
    place + 1 < tokens.count && tokens[place + 1].kind == .symbol("=")
  }

  mutating func expect(_ symbol: String) throws(JinjaProblem) {
    guard take(symbol) else { throw syntax("'\(symbol)' is missing") }
  }

  mutating func name() throws(JinjaProblem) -> String {
    guard case .name(let name) = kind else { throw syntax("a name is missing") }
    place += 1
    return name
  }

  /// Reads something that may hold its like.
  mutating func nested<Value>(
    _ body: (inout JinjaParser) throws(JinjaProblem) -> Value
  ) throws(JinjaProblem) -> Value {
    guard depth < JinjaBudget.depth else { throw syntax("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// - Throws: a problem for names that Jinja fills itself in places, which is not done here.
  func check(name: String) throws(JinjaProblem) {
    let isOwn = name == "self" || name == "super"
    let isOfMacro = macros > 0 && ["varargs", "kwargs", "caller"].contains(name)
    if isOwn || isOfMacro, !parameters.contains(name) {
      throw .unknown("'\(name)'", line: line)
    }
  }

  // MARK: - Statements

  /// Nodes up to a tag of one of these names, which is left to be read.
  private mutating func nodes(until ends: Set<String>) throws(JinjaProblem) -> [JinjaNode] {
    var nodes: [JinjaNode] = []
    while true {
      let line = line
      switch kind {
      case .text(let text):
        advance()
        nodes.append(JinjaNode(statement: .text(text), line: line))
      case .outputBegin:
        advance()
        let value = try expressions()
        guard kind == .outputEnd else { throw syntax("'}}' is missing") }
        advance()
        nodes.append(JinjaNode(statement: .output(value), line: line))
      case .blockBegin:
        advance()
        guard case .name(let name) = kind else { throw syntax("a tag has no name") }
        if ends.contains(name) { return nodes }
        nodes.append(
          JinjaNode(
            statement: try nested { parser throws(JinjaProblem) in try parser.statement() },
            line: line))
        try endTag()
      case .end where ends.isEmpty: return nodes
      case .end: throw syntax("\(ends.sorted().joined(separator: " or ")) is missing")
      default: throw syntax("something stands between tags")
      }
    }
  }

  private mutating func endTag() throws(JinjaProblem) {
    guard kind == .blockEnd else { throw syntax("'%}' is missing") }
    advance()
  }

  /// The body of a tag, up to one of these, and which one it was.
  private mutating func body(_ ends: Set<String>) throws(JinjaProblem) -> ([JinjaNode], String) {
    // As in Python, a colon may stand there.
    _ = take(":")
    try endTag()
    let nodes = try nodes(until: ends)
    return (nodes, try name())
  }

  private static let unknownTags: Set<String> = [
    "call", "filter", "with", "autoescape", "block", "extends", "include", "import", "from",
    "print",
  ]

  private mutating func statement() throws(JinjaProblem) -> JinjaStatement {
    let tag = try name()
    switch tag {
    case "if": return try branch()
    case "for": return try loop()
    case "set": return try assignment()
    case "macro": return try macro()
    case "generation": return .scope(try closed("endgeneration"))
    case "break", "continue":
      guard loops > 0 else { throw syntax("'\(tag)' outside a loop") }
      return tag == "break" ? .leave : .next
    case _ where Self.unknownTags.contains(tag): throw .unknown("the tag '\(tag)'", line: line)
    default: throw syntax("there is no tag '\(tag)'")
    }
  }

  /// A body with names of its own that no `break` leaves.
  private mutating func closed(
    _ end: String, parameters: [String] = []
  ) throws(JinjaProblem) -> JinjaBody {
    let outer = loops
    loops = 0
    let scope = names.begin()
    defer {
      loops = outer
      names.end()
    }
    for parameter in parameters { names.read(parameter) }
    return JinjaBody(scope: scope, nodes: try body([end]).0)
  }

  /// A body of a condition, which may or may not be done.
  private mutating func branch(_ ends: Set<String>) throws(JinjaProblem) -> ([JinjaNode], String) {
    names.beginBranch()
    defer { names.endBranch() }
    return try body(ends)
  }

  private mutating func branch() throws(JinjaProblem) -> JinjaStatement {
    var branches: [JinjaBranch] = []
    while true {
      let condition = try expressions(mayBeConditional: false)
      let (nodes, end) = try branch(["elif", "else", "endif"])
      branches.append(JinjaBranch(condition: condition, body: nodes))
      if end == "elif" { continue }
      return .branch(branches, otherwise: end == "else" ? try branch(["endif"]).0 : [])
    }
  }

  private mutating func loop() throws(JinjaProblem) -> JinjaStatement {
    let target = try target(before: "in")
    guard take(word: "in") else { throw syntax("'in' is missing") }
    let source = try expressions(mayBeConditional: false, before: "recursive")
    _ = names.begin()
    names.set(target)
    let condition = take(word: "if") ? try expression() : nil
    names.end()
    if take(word: "recursive") { throw .unknown("a recursive loop", line: line) }
    let scope = names.begin()
    names.set(target)
    loops += 1
    let (nodes, end) = try body(["else", "endfor"])
    loops -= 1
    names.end()
    let elseScope = names.begin()
    let otherwise = end == "else" ? try body(["endfor"]).0 : []
    names.end()
    return .loop(
      JinjaLoop(
        target: target, source: source, condition: condition,
        body: JinjaBody(scope: scope, nodes: nodes),
        otherwise: JinjaBody(scope: elseScope, nodes: otherwise)))
  }

  private mutating func assignment() throws(JinjaProblem) -> JinjaStatement {
    let target = try target(before: nil)
    if take("=") {
      let value = try expressions()
      names.set(target)
      return .assign(target, value)
    }
    names.set(target)
    var filters: [JinjaPostfix] = []
    while kind == .symbol("|") { filters.append(try filter()) }
    return .capture(target, filters, try closed("endset"))
  }

  private mutating func target(before word: String?) throws(JinjaProblem) -> JinjaTarget {
    try nested { parser throws(JinjaProblem) in
      var targets: [JinjaTarget] = []
      var isTuple = false
      while true {
        if parser.kind == .symbol(")") || parser.kind == .symbol("=") { break }
        if let word, parser.kind == .name(word) { break }
        targets.append(try parser.oneTarget())
        guard parser.take(",") else { break }
        isTuple = true
      }
      guard let first = targets.first else { throw parser.syntax("a name is missing") }
      return isTuple ? .several(targets) : first
    }
  }

  private mutating func oneTarget() throws(JinjaProblem) -> JinjaTarget {
    if take("(") {
      let target = try target(before: nil)
      try expect(")")
      return target
    }
    let name = try name()
    guard !["true", "false", "none", "True", "False", "None"].contains(name) else {
      throw syntax("'\(name)' cannot be set")
    }
    return take(".") ? .attribute(name, try self.name()) : .name(name)
  }

  private mutating func macro() throws(JinjaProblem) -> JinjaStatement {
    let name = try name()
    names.set(name)
    var parameters: [(name: String, value: JinjaExpression?)] = []
    try expect("(")
    while kind != .symbol(")") {
      if !parameters.isEmpty { try expect(",") }
      let parameter = try self.name()
      let value = take("=") ? try expression() : nil
      if value == nil, parameters.last?.value != nil {
        throw syntax("a parameter without a value stands behind one that has one")
      }
      parameters.append((parameter, value))
    }
    try expect(")")
    let outer = self.parameters
    self.parameters.formUnion(parameters.map(\.name))
    macros += 1
    defer {
      self.parameters = outer
      macros -= 1
    }
    let body = try closed("endmacro", parameters: parameters.map(\.name))
    return .macro(JinjaMacro(name: name, parameters: parameters, body: body))
  }
}
