/// From what binds least to what binds most.
extension JinjaParser {
  /// One expression, or several with commas, which are a tuple.
  mutating func expressions(
    mayBeConditional: Bool = true, before word: String? = nil, mayBeEmpty: Bool = false
  ) throws(JinjaProblem) -> JinjaExpression {
    var elements: [JinjaExpression] = []
    var isTuple = false
    while !isEndOfTuple(word) {
      elements.append(try mayBeConditional ? expression() : any())
      guard take(",") else { break }
      isTuple = true
    }
    if !isTuple, let only = elements.first { return only }
    guard isTuple || mayBeEmpty else { throw syntax("a value is missing") }
    return .tuple(elements)
  }

  private func isEndOfTuple(_ word: String?) -> Bool {
    switch kind {
    case .outputEnd, .blockEnd, .symbol(")"): true
    case .name(let name): name == word
    default: false
    }
  }

  /// One expression: `a if b else c`, or less.
  mutating func expression() throws(JinjaProblem) -> JinjaExpression {
    try nested { parser throws(JinjaProblem) in
      var value = try parser.any()
      var conditions = 0
      while parser.take(word: "if") {
        conditions += 1
        guard conditions < 10 else { throw parser.syntax("nested too deeply") }
        let condition = try parser.any()
        let otherwise = parser.take(word: "else") ? try parser.expression() : nil
        value = .condition(condition, then: value, otherwise: otherwise)
      }
      return value
    }
  }

  private mutating func any() throws(JinjaProblem) -> JinjaExpression {
    var operands = [try all()]
    while take(word: "or") { operands.append(try all()) }
    return operands.count == 1 ? operands[0] : .any(operands)
  }

  private mutating func all() throws(JinjaProblem) -> JinjaExpression {
    var operands = [try not()]
    while take(word: "and") { operands.append(try not()) }
    return operands.count == 1 ? operands[0] : .all(operands)
  }

  private mutating func not() throws(JinjaProblem) -> JinjaExpression {
    guard !isNotIn, take(word: "not") else { return try comparison() }
    return .not(try nested { parser throws(JinjaProblem) in try parser.not() })
  }

  private mutating func comparison() throws(JinjaProblem) -> JinjaExpression {
    let first = try sum()
    var others: [(JinjaComparison, JinjaExpression)] = []
    while true {
      if take(word: "in") {
        others.append((.isIn, try sum()))
      } else if isNotIn {
        advance()
        advance()
        others.append((.isNotIn, try sum()))
      } else if case .symbol(let symbol) = kind, let comparison = JinjaComparison(rawValue: symbol)
      {
        advance()
        others.append((comparison, try sum()))
      } else {
        return others.isEmpty ? first : .comparison(first, others)
      }
    }
  }

  private mutating func sum() throws(JinjaProblem) -> JinjaExpression {
    try chain([.plus, .minus]) { parser throws(JinjaProblem) in try parser.concatenation() }
  }

  private mutating func concatenation() throws(JinjaProblem) -> JinjaExpression {
    var operands = [try product()]
    while take("~") { operands.append(try product()) }
    return operands.count == 1 ? operands[0] : .concatenation(operands)
  }

  private mutating func product() throws(JinjaProblem) -> JinjaExpression {
    try chain([.times, .divide, .divideDown, .modulo]) { parser throws(JinjaProblem) in
      try parser.power()
    }
  }

  /// From left to right, other than in Python.
  private mutating func power() throws(JinjaProblem) -> JinjaExpression {
    try chain([.power]) { parser throws(JinjaProblem) in try parser.unary(mayHaveFilters: true) }
  }

  private mutating func chain(
    _ operators: Set<JinjaOperator>,
    _ operand: (inout JinjaParser) throws(JinjaProblem) -> JinjaExpression
  ) throws(JinjaProblem) -> JinjaExpression {
    let first = try operand(&self)
    var others: [(JinjaOperator, JinjaExpression)] = []
    while case .symbol(let symbol) = kind, let sign = JinjaOperator(rawValue: symbol),
      operators.contains(sign)
    {
      advance()
      others.append((sign, try operand(&self)))
    }
    return others.isEmpty ? first : .arithmetic(first, others)
  }

  private mutating func unary(mayHaveFilters: Bool) throws(JinjaProblem) -> JinjaExpression {
    let value: JinjaExpression
    if case .symbol(let symbol) = kind, symbol == "-" || symbol == "+" {
      advance()
      let operand = try nested { parser throws(JinjaProblem) in
        try parser.unary(mayHaveFilters: false)
      }
      value = .sign(symbol == "-" ? .minus : .plus, operand)
    } else {
      value = try primary()
    }
    return try postfix(value, mayHaveFilters: mayHaveFilters)
  }

  private mutating func primary() throws(JinjaProblem) -> JinjaExpression {
    let word = kind
    advance()
    switch word {
    case .name("true"), .name("True"): return .constant(.bool(true))
    case .name("false"), .name("False"): return .constant(.bool(false))
    case .name("none"), .name("None"): return .constant(.none)
    case .name(let name):
      try check(name: name)
      names.read(name)
      return .name(name)
    case .string(var text):
      while case .string(let more) = kind {
        text += more
        advance()
      }
      return .constant(.string(text))
    case .integer(let value): return .constant(.integer(value))
    case .number(let value): return .constant(.number(value))
    case .symbol("("):
      let value = try nested { parser throws(JinjaProblem) in
        try parser.expressions(mayBeEmpty: true)
      }
      try expect(")")
      return value
    case .symbol("["):
      return .list(
        try elements(until: "]") { parser throws(JinjaProblem) in try parser.expression() })
    case .symbol("{"):
      let members = try elements(until: "}") { parser throws(JinjaProblem) in
        let key = try parser.expression()
        try parser.expect(":")
        return (key: key, value: try parser.expression())
      }
      return .dictionary(members)
    case .symbol(let symbol): throw syntax("'\(symbol)' stands where a value should")
    default: throw syntax("a value is missing")
    }
  }

  private mutating func elements<Element>(
    until end: String, _ element: (inout JinjaParser) throws(JinjaProblem) -> Element
  ) throws(JinjaProblem) -> [Element] {
    var elements: [Element] = []
    while !take(end) {
      if !elements.isEmpty {
        try expect(",")
        if take(end) { break }
      }
      elements.append(try element(&self))
    }
    return elements
  }

  private mutating func postfix(
    _ value: JinjaExpression, mayHaveFilters: Bool
  ) throws(JinjaProblem) -> JinjaExpression {
    var parts: [JinjaPostfix] = []
    // Once a filter or a test was there, only those and calls may follow.
    var isFiltered = false
    while true {
      if !isFiltered, take(".") {
        if case .integer(let index) = kind {
          advance()
          parts.append(.element(.constant(.integer(index))))
        } else {
          parts.append(.attribute(try name()))
        }
      } else if !isFiltered, take("[") {
        parts.append(try brackets())
      } else if kind == .symbol("(") {
        parts.append(.call(try call()))
      } else if mayHaveFilters, kind == .symbol("|") {
        parts.append(try filter())
        isFiltered = true
      } else if mayHaveFilters, take(word: "is") {
        parts.append(try test())
        isFiltered = true
      } else {
        return parts.isEmpty ? value : .postfix(value, parts)
      }
    }
  }

  private mutating func brackets() throws(JinjaProblem) -> JinjaPostfix {
    var parts: [JinjaExpression?] = [nil]
    while !take("]") {
      if take(":") {
        parts.append(nil)
      } else if kind == .symbol(",") {
        throw .unknown("a subscript of several values", line: line)
      } else {
        guard parts[parts.count - 1] == nil else { throw syntax("']' is missing") }
        parts[parts.count - 1] = try expression()
      }
    }
    switch parts.count {
    case 1:
      guard let index = parts[0] else { throw syntax("a subscript is missing") }
      return .element(index)
    case 2: return .slice(parts[0], parts[1], nil)
    case 3: return .slice(parts[0], parts[1], parts[2])
    default: throw syntax("a slice has too many parts")
    }
  }

  /// Reads `| name`, with arguments.
  mutating func filter() throws(JinjaProblem) -> JinjaPostfix {
    try expect("|")
    let name = try name()
    guard let filter = JinjaFilter(name: name) else {
      throw .unknown("the filter '\(name)'", line: line)
    }
    return .filter(filter, kind == .symbol("(") ? try call() : JinjaCall())
  }

  /// Reads what stands behind `is`.
  private mutating func test() throws(JinjaProblem) -> JinjaPostfix {
    let isNegated = take(word: "not")
    let name = try name()
    guard let test = JinjaTest(name: name) else {
      throw .unknown("the test '\(name)'", line: line)
    }
    var arguments = JinjaCall()
    switch kind {
    case .symbol("("): arguments = try call()
    case .name("else"), .name("or"), .name("and"): break
    case .name("is"): throw syntax("a test stands behind a test")
    case .name, .string, .integer, .number, .symbol("["), .symbol("{"):
      let value = try nested { parser throws(JinjaProblem) in
        let value = try parser.primary()
        return try parser.postfix(value, mayHaveFilters: false)
      }
      arguments.positional = [value]
    default: break
    }
    return .test(test, isNegated: isNegated, arguments)
  }

  private mutating func call() throws(JinjaProblem) -> JinjaCall {
    try expect("(")
    var call = JinjaCall()
    var isFirst = true
    while !take(")") {
      if !isFirst {
        try expect(",")
        if take(")") { break }
      }
      isFirst = false
      if kind == .symbol("*") || kind == .symbol("**") {
        throw .unknown("a call with *", line: line)
      }
      if case .name(let name) = kind, isKeyword {
        advance()
        advance()
        call.keywords.append((name, try expression()))
      } else {
        guard call.keywords.isEmpty else {
          throw syntax("an argument without a name stands behind one that has one")
        }
        call.positional.append(try expression())
      }
    }
    return call
  }
}
