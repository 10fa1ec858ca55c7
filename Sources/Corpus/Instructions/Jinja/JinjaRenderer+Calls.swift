extension JinjaRenderer {
  /// The most numbers that `range` may have, as in Jinja's sandbox.
  private static let rangeLimit = 100_000

  /// What a call gives.
  func call(_ value: JinjaValue, _ arguments: JinjaArguments) throws(JinjaProblem) -> JinjaValue {
    switch value {
    case .undefined(let name): throw .evaluation(name)
    case .macro(let place):
      return try nested { () throws(JinjaProblem) in try call(place, arguments) }
    case .method(let receiver, let name): return try call(receiver, name, arguments)
    case .function(let function):
      guard let body = function.body else { return try call(builtin: function.name, arguments) }
      guard arguments.keywords.isEmpty else {
        throw .evaluation("'\(function.name)' takes no arguments by name")
      }
      return try body(arguments.positional)
    case .loop: throw .evaluation("a loop that is not recursive is called")
    default: throw .evaluation("'\(value.typeName)' is called")
    }
  }

  private func call(
    builtin name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    switch name {
    case "raise_exception":
      guard let message = try arguments.bound(to: "message")[0] else {
        throw .evaluation("raise_exception without a message")
      }
      throw JinjaProblem(kind: .raised, text: try message.printed())
    case "range": return try range(arguments)
    case "namespace":
      namespaces.append([:])
      let place = namespaces.count - 1
      let dictionary = try dictionary(arguments)
      for (key, value) in zip(dictionary.keys, dictionary.values) {
        guard case .string(let name) = key else {
          throw .unknown("a namespace with keys that are no names")
        }
        try set(name, to: value, in: place)
      }
      return .namespace(place)
    default: return .dictionary(try dictionary(arguments))
    }
  }

  private func range(_ arguments: JinjaArguments) throws(JinjaProblem) -> JinjaValue {
    var bounds: [Int] = []
    for value in arguments.positional {
      if case .undefined(let name) = value { throw .evaluation(name) }
      guard let bound = value.integer else { throw .evaluation("a range of '\(value.typeName)'") }
      bounds.append(bound)
    }
    guard arguments.keywords.isEmpty, 1...3 ~= bounds.count else {
      throw .evaluation("a range has one to three bounds")
    }
    let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
    let step = bounds.count == 3 ? bounds[2] : 1
    guard step != 0 else { throw .evaluation("a range by steps of zero") }
    var numbers: [JinjaValue] = []
    var next = start
    while step > 0 ? next < stop : next > stop {
      guard numbers.count < Self.rangeLimit else { throw .evaluation("a range is too long") }
      numbers.append(.integer(next))
      let (sum, overflow) = next.addingReportingOverflow(step)
      if overflow { break }
      next = sum
    }
    return .view(.range, JinjaList(numbers))
  }

  /// What `dict` makes of another dictionary, or of pairs, and of arguments by name.
  private func dictionary(_ arguments: JinjaArguments) throws(JinjaProblem) -> JinjaDictionary {
    guard arguments.positional.count <= 1 else { throw .evaluation("dict of several values") }
    var result = JinjaDictionary()
    switch arguments.positional.first {
    case nil: break
    case .dictionary(let dictionary)?: result = dictionary
    case let pairs?:
      for pair in try elements(of: pairs) {
        let pair = try elements(of: pair)
        guard pair.count == 2 else { throw .evaluation("dict of what is no pairs") }
        try result.set(pair[0], to: pair[1])
      }
    }
    for (name, value) in arguments.keywords { result[.string(name)] = value }
    return result
  }

  // MARK: - Methods

  private func call(
    _ receiver: JinjaValue, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    switch receiver {
    case .string(let text):
      try budget.take(bytes: text.utf8.count)
      return try call(text, name, arguments)
    case .dictionary(let dictionary): return try call(dictionary, name, arguments)
    case .list(let list), .tuple(let list), .view(_, let list):
      return try call(receiver, list.elements, name, arguments)
    case .loop(let place): return try call(loop: place, name, arguments)
    default: throw .unknown("'\(name)' of '\(receiver.typeName)'")
    }
  }

  private func call(
    loop place: Int, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = arguments.positional
    guard arguments.keywords.isEmpty else {
      throw .evaluation("'\(name)' takes no arguments by name")
    }
    if name == "cycle" {
      guard !values.isEmpty else { throw .evaluation("no items for cycling given") }
      return values[loops[place].index % values.count]
    }
    let isChanged = loops[place].last != values
    loops[place].last = values
    return .bool(isChanged)
  }

  private func call(
    _ dictionary: JinjaDictionary, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    if name == "get" {
      guard arguments.keywords.isEmpty else {
        throw .evaluation("'get' takes no arguments by name")
      }
      let values = try arguments.bound(to: "key", "default")
      guard let key = values[0] else { throw .evaluation("'get' without a key") }
      guard key.isHashable else { throw .evaluation("a key that is '\(key.typeName)'") }
      return dictionary[key] ?? values[1] ?? .none
    }
    _ = try arguments.bound()
    switch name {
    case "items": return .view(.items, JinjaList(dictionary.items))
    case "keys": return .view(.keys, JinjaList(dictionary.keys))
    case "values": return .view(.values, JinjaList(dictionary.values))
    default: return .dictionary(dictionary)
    }
  }

  private func call(
    _ receiver: JinjaValue, _ elements: [JinjaValue], _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    if name == "copy" {
      _ = try arguments.bound()
      return receiver
    }
    guard let value = try arguments.bound(to: "value")[0] else {
      throw .evaluation("'\(name)' without a value")
    }
    try budget.take(bytes: receiver.weight)
    if name == "count" { return .integer(elements.count { $0 == value }) }
    guard let place = elements.firstIndex(of: value) else {
      throw .evaluation("a value is not in the \(receiver.typeName)")
    }
    return .integer(place)
  }
}
