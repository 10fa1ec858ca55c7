/// The filters of lists.
extension JinjaRenderer {
  func listFilter(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    switch filter {
    case .first:
      _ = try arguments.bound()
      return try elements(of: value).first ?? .undefined("there is no first item")
    case .last:
      _ = try arguments.bound()
      if case .generator = value { throw .evaluation("a generator has no last item") }
      return try elements(of: value).last ?? .undefined("there is no last item")
    case .list:
      _ = try arguments.bound()
      return .list(of: try elements(of: value))
    case .reverse:
      _ = try arguments.bound()
      let reversed = Array(try elements(of: value).reversed())
      switch value {
      case .string(let text): return .string(String(scalars: text.unicodeScalars.reversed()))
      case .generator: return .list(of: reversed)
      default: return generator(reversed)
      }
    case .items:
      _ = try arguments.bound()
      if value.isUndefined { return generator([]) }
      guard case .dictionary(let dictionary) = value else {
        throw .evaluation("'items' of '\(value.typeName)'")
      }
      return generator(dictionary.items)
    case .batch: return try batches(value, arguments)
    case .join: return try join(value, arguments)
    case .dictsort: return try sortedItems(value, arguments)
    case .sum:
      let values = try arguments.bound(to: "attribute", "start")
      var sum = values[1] ?? .integer(0)
      guard sum.number != nil else { throw .unknown("a sum of what is no number") }
      for element in try elements(of: value) {
        let addend = try self.value(of: element, at: values[0])
        sum = try JinjaArithmetic.apply(.plus, sum, addend)
      }
      return sum
    case .sort, .min, .max: return try sort(filter, value, arguments)
    default: return try unique(value, arguments)
    }
  }

  private func batches(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "linecount", "fill_with")
    guard let count = values[0]?.integer, 1...JinjaBudget.weight / 64 ~= count else {
      throw .evaluation("batches of no length")
    }
    let elements = try elements(of: value)
    var batches: [[JinjaValue]] = []
    for (index, element) in elements.enumerated() {
      if index % count == 0 { batches.append([]) }
      batches[batches.count - 1].append(element)
    }
    if let filler = values[1], filler != .none, let last = batches.last, last.count < count {
      try budget.take(bytes: count)
      batches[batches.count - 1] += Array(repeating: filler, count: count - last.count)
    }
    let lists = batches.map { JinjaValue.list(of: $0) }
    _ = try checked(.list(of: lists))
    return generator(lists)
  }

  private func join(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "d", "attribute")
    var parts: [String] = []
    for element in try elements(of: value) {
      let part = try self.value(of: element, at: values[1])
      try budget.take(bytes: part.weight)
      parts.append(try part.printed())
    }
    return try joined(parts, with: try values[0]?.printed() ?? "")
  }

  // MARK: - Attributes

  /// What lies in a value at a path of names and numbers with dots; nil: the value itself.
  func value(
    of element: JinjaValue, at path: JinjaValue?, or other: JinjaValue? = nil
  ) throws(JinjaProblem) -> JinjaValue {
    switch path {
    case nil, JinjaValue.none?: return element
    case .integer?: return try self.element(path ?? .none, of: element)
    default: break
    }
    var value = element
    for part in PythonText.split(try Self.text(path), at: ".", limit: .max, from: .left) {
      let number = part.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      let index = number ? Int(part).map { JinjaValue.integer($0) } : nil
      value = try self.element(index ?? .string(part), of: value)
      if value.isUndefined, let other { value = other }
    }
    return value
  }

  // MARK: - Picking

  func pickFilter(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    // Jinja does not look at what is empty, be it a list or not.
    guard value.isTrue else { return generator([]) }
    if filter == .map { return try map(value, arguments) }
    var rest = arguments
    var path: JinjaValue?
    if filter == .selectattr || filter == .rejectattr {
      guard !rest.positional.isEmpty else {
        throw .evaluation("'\(filter.rawValue)' of no attribute")
      }
      path = rest.positional.removeFirst()
    }
    var test: JinjaTest?
    if !rest.positional.isEmpty {
      let name = try Self.text(rest.positional.removeFirst())
      test = JinjaTest(name: name)
      if test == nil { throw .unknown("the test '\(name)'") }
    }
    let wanted = filter == .select || filter == .selectattr
    var kept: [JinjaValue] = []
    for element in try elements(of: value) {
      let part = try self.value(of: element, at: path)
      if try (test.map { test throws(JinjaProblem) in try passes(test, part, rest) } ?? part.isTrue)
        == wanted
      {
        kept.append(element)
      }
    }
    return generator(kept)
  }

  private func map(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    var results: [JinjaValue] = []
    if arguments.positional.isEmpty {
      var other: JinjaValue?
      var path: JinjaValue?
      for (name, value) in arguments.keywords {
        switch name {
        case "attribute": path = value
        case "default": other = value
        default: throw .evaluation("no argument '\(name)' is taken")
        }
      }
      guard path != nil else { throw .evaluation("'map' of nothing") }
      for element in try elements(of: value) {
        results.append(try self.value(of: element, at: path, or: other))
      }
      return generator(results)
    }
    var rest = arguments
    let name = try Self.text(rest.positional.removeFirst())
    guard let filter = JinjaFilter(name: name) else { throw .unknown("the filter '\(name)'") }
    for element in try elements(of: value) {
      let result = try nested { () throws(JinjaProblem) in
        try self.filter(filter, element, rest)
      }
      results.append(try checked(result))
    }
    return generator(results)
  }

  // MARK: - Order

  /// What a value is ordered by: texts by their small letters, unless the case counts.
  private static func key(_ value: JinjaValue, isExact: Bool) -> JinjaValue {
    if case .string(let text) = value, !isExact { return .string(PythonText.lower(text)) }
    return value
  }

  /// Whether one key stands before another; of several, the first that differ decide.
  private func isBefore(
    _ left: [JinjaValue], _ right: [JinjaValue]
  ) throws(JinjaProblem) -> Bool {
    for (left, right) in zip(left, right) {
      try budget.take(bytes: Swift.min(left.weight, right.weight))
      if left != right { return try JinjaValue.order(left, right) == .before }
    }
    return false
  }

  private func sort(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values =
      try filter == .sort
      ? arguments.bound(to: "reverse", "case_sensitive", "attribute")
      : [nil] + arguments.bound(to: "case_sensitive", "attribute")
    let isExact = values[1]?.isTrue ?? false
    var paths = [values[2]]
    if filter == .sort, case .string(let names)? = values[2] {
      paths = PythonText.split(names, at: ",", limit: .max, from: .left).map { .string($0) }
    }
    var pairs: [(keys: [JinjaValue], element: JinjaValue)] = []
    for element in try elements(of: value) {
      var keys: [JinjaValue] = []
      for path in paths {
        keys.append(Self.key(try self.value(of: element, at: path), isExact: isExact))
      }
      pairs.append((keys, element))
    }
    let isReversed = values[0]?.isTrue ?? (filter == .max)
    let sorted = try JinjaSorting.sorted(pairs) { (left, right) throws(JinjaProblem) in
      try isReversed ? isBefore(right.keys, left.keys) : isBefore(left.keys, right.keys)
    }
    guard filter == .sort else {
      return sorted.first?.element ?? .undefined("there is no item, as the list is empty")
    }
    return .list(of: sorted.map(\.element))
  }

  private func sortedItems(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "case_sensitive", "by", "reverse")
    if case .undefined(let name) = value { throw .evaluation(name) }
    guard case .dictionary(let dictionary) = value else {
      throw .evaluation("'dictsort' of '\(value.typeName)'")
    }
    let by = try values[1] == nil ? "key" : Self.text(values[1])
    guard by == "key" || by == "value" else { throw .evaluation("'dictsort' by '\(by)'") }
    let isExact = values[0]?.isTrue ?? false
    let isReversed = values[2]?.isTrue ?? false
    let pairs = zip(dictionary.keys, dictionary.values).map { key, value in
      (
        keys: [Self.key(by == "key" ? key : value, isExact: isExact)],
        element: JinjaValue.tuple(of: [key, value])
      )
    }
    let sorted = try JinjaSorting.sorted(pairs) { (left, right) throws(JinjaProblem) in
      try isReversed ? isBefore(right.keys, left.keys) : isBefore(left.keys, right.keys)
    }
    return .list(of: sorted.map(\.element))
  }

  private func unique(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "case_sensitive", "attribute")
    var seen: Set<JinjaValue> = []
    var kept: [JinjaValue] = []
    for element in try elements(of: value) {
      let part = try self.value(of: element, at: values[1])
      let key = Self.key(part, isExact: values[0]?.isTrue ?? false)
      guard key.isHashable else { throw .evaluation("'unique' of '\(key.typeName)'") }
      if seen.insert(key).inserted { kept.append(element) }
    }
    return generator(kept)
  }
}
