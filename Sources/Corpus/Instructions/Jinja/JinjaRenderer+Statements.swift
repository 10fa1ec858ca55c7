extension JinjaRenderer {
  private func write(_ text: String) throws(JinjaProblem) {
    output += text
    try budget.take(bytes: text.utf8.count)
    guard output.utf8.count <= JinjaBudget.weight else {
      throw .evaluation("the template writes too much")
    }
  }

  /// What is written in something, instead of being written.
  func captured(_ body: () throws(JinjaProblem) -> Void) throws(JinjaProblem) -> String {
    let outer = output
    output = ""
    defer { output = outer }
    try body()
    return output
  }

  func run(_ nodes: [JinjaNode]) throws(JinjaProblem) -> End {
    for node in nodes {
      line = node.line
      try budget.take()
      let end = try run(node.statement)
      if end != .normal { return end }
    }
    return .normal
  }

  /// Runs a body with names of its own.
  private func run(
    _ body: JinjaBody, _ values: [String: JinjaValue] = [:],
    _ prepare: () throws(JinjaProblem) -> Void = { () throws(JinjaProblem) in }
  ) throws(JinjaProblem) -> End {
    try scoped(values) { () throws(JinjaProblem) in
      hideNames(of: body.scope)
      try prepare()
      return try run(body.nodes)
    }
  }

  private func run(_ statement: JinjaStatement) throws(JinjaProblem) -> End {
    switch statement {
    case .text(let text): try write(text)
    case .output(let expression): try write(try evaluate(expression).printed())
    case .branch(let branches, let otherwise):
      for branch in branches where try evaluate(branch.condition).isTrue {
        return try nested { () throws(JinjaProblem) in try run(branch.body) }
      }
      return try nested { () throws(JinjaProblem) in try run(otherwise) }
    case .loop(let loop): return try nested { () throws(JinjaProblem) in try run(loop) }
    case .assign(let target, let expression): try assign(try evaluate(expression), to: target)
    case .capture(let target, let filters, let body):
      let text = try captured(body)
      try assign(try apply(filters, to: .string(text)), to: target)
    case .macro(let macro):
      macros.append(Macro(source: macro, scope: scope))
      scope.values[macro.name] = .macro(macros.count - 1)
    case .scope(let body): try write(try captured(body))
    case .leave: return .leave
    case .next: return .next
    }
    return .normal
  }

  private func captured(_ body: JinjaBody) throws(JinjaProblem) -> String {
    try captured { () throws(JinjaProblem) in
      _ = try nested { () throws(JinjaProblem) in try run(body) }
    }
  }

  private func run(_ loop: JinjaLoop) throws(JinjaProblem) -> End {
    let elements = try elements(of: try evaluate(loop.source))
    let place = loops.count
    loops.append(Loop(source: loop, scope: scope, rest: elements[...]))
    if loop.condition == nil { loops[place].takeAll() }
    // To Jinja a loop is empty where no turn came to its end, also for a `break`.
    var isEmpty = true
    while try has(loops[place].index + 1, in: place) {
      try budget.take()
      loops[place].index += 1
      let element = loops[place].elements[loops[place].index]
      let end = try run(loop.body, ["loop": .loop(place)]) { () throws(JinjaProblem) in
        try assign(element, to: loop.target)
      }
      if end == .normal { isEmpty = false }
      if end == .leave { break }
    }
    return isEmpty ? try run(loop.otherwise) : .normal
  }

  /// Whether a loop has an element of this number.
  ///
  /// Conditions are asked no sooner than that, as what they ask for may change from turn to turn.
  func has(_ index: Int, in place: Int) throws(JinjaProblem) -> Bool {
    while loops[place].elements.count <= index, let element = loops[place].rest.popFirst() {
      let loop = loops[place].source
      let isTaken = try scoped(in: loops[place].scope) { () throws(JinjaProblem) in
        try assign(element, to: loop.target)
        guard let condition = loop.condition else { return true }
        return try evaluate(condition).isTrue
      }
      if isTaken { loops[place].elements.append(element) }
    }
    return index < loops[place].elements.count
  }

  /// How many elements a loop has.
  func count(of place: Int) throws(JinjaProblem) -> Int {
    _ = try has(.max, in: place)
    return loops[place].elements.count
  }

  // MARK: - Macros

  /// What a macro writes.
  func call(_ place: Int, _ arguments: JinjaArguments) throws(JinjaProblem) -> JinjaValue {
    let macro = macros[place]
    let parameters = macro.source.parameters
    guard arguments.positional.count <= parameters.count else {
      throw .evaluation(
        "the macro '\(macro.source.name)' takes \(parameters.count) arguments, not "
          + "\(arguments.positional.count)")
    }
    var given: [String: JinjaValue] = [:]
    for (parameter, value) in zip(parameters, arguments.positional) {
      given[parameter.name] = value
    }
    for (name, value) in arguments.keywords {
      guard given[name] == nil, parameters.contains(where: { $0.name == name }) else {
        throw .evaluation("the macro '\(macro.source.name)' takes no argument '\(name)'")
      }
      given[name] = value
    }
    let start = line
    let text = try captured { () throws(JinjaProblem) in
      try scoped(in: macro.scope) { () throws(JinjaProblem) in
        hideNames(of: macro.source.body.scope)
        for (name, _) in parameters {
          scope.values[name] = .undefined("parameter '\(name)' was not provided")
        }
        for (name, value) in parameters {
          if let given = given[name] {
            scope.values[name] = given
          } else if let value {
            scope.values[name] = try evaluate(value)
          }
        }
        _ = try nested { () throws(JinjaProblem) in try run(macro.source.body.nodes) }
      }
    }
    line = start
    return .string(text)
  }
}
