extension JinjaRenderer {
  /// What `value.name` is: something of its type, or else an element.
  func attribute(_ name: String, of value: JinjaValue) throws(JinjaProblem) -> JinjaValue {
    if case .undefined(let problem) = value { throw .evaluation(problem) }
    if let member = try member(name, of: value) { return member }
    if case .dictionary(let dictionary) = value, let element = dictionary[.string(name)] {
      return element
    }
    return missing(name, in: value)
  }

  /// What `value[index]` is: an element, or else something of its type.
  func element(_ index: JinjaValue, of value: JinjaValue) throws(JinjaProblem) -> JinjaValue {
    switch value {
    case .undefined(let problem): throw .evaluation(problem)
    case .dictionary(let dictionary):
      if index.isHashable, let element = dictionary[index] { return element }
    case .list(let list), .tuple(let list), .view(.range, let list):
      if let place = index.integer, let element = Self.element(place, of: list.elements) {
        return element
      }
    case .string(let text):
      if let place = index.integer {
        try budget.take(bytes: text.utf8.count)
        if let scalar = Self.element(place, of: Array(text.unicodeScalars)) {
          return .string(String(scalar))
        }
      }
    case .markup: throw .unknown("a part of text that is marked safe")
    default: break
    }
    guard case .string(let name) = index else {
      if case .undefined = index { return missing("an undefined name", in: value) }
      return missing(try index.printed(), in: value)
    }
    return try member(name, of: value) ?? missing(name, in: value)
  }

  private static func element<Element>(_ place: Int, of elements: [Element]) -> Element? {
    let place = place < 0 ? place + elements.count : place
    return elements.indices.contains(place) ? elements[place] : nil
  }

  private func missing(_ name: String, in value: JinjaValue) -> JinjaValue {
    .undefined("'\(value.typeName)' has no '\(name)'")
  }

  /// What a type has for all its values.
  private func member(_ name: String, of value: JinjaValue) throws(JinjaProblem) -> JinjaValue? {
    switch value {
    case .namespace(let place): return namespaces[place][name]
    case .loop(let place): return try loopMember(name, place, value)
    case .macro
    where ["name", "arguments", "catch_kwargs", "catch_varargs", "caller"].contains(name):
      throw .unknown("'\(name)' of a macro")
    default: break
    }
    switch JinjaMethods.kind(of: name, on: value) {
    case .known: return .method(value, name)
    case .refused: return .undefined("'\(name)' of '\(value.typeName)' would change it")
    case .unknown: throw .unknown("'\(name)' of '\(value.typeName)'")
    case .none: return nil
    }
  }

  private func loopMember(
    _ name: String, _ place: Int, _ value: JinjaValue
  ) throws(JinjaProblem) -> JinjaValue? {
    let index = loops[place].index
    switch name {
    case "index": return .integer(index + 1)
    case "index0": return .integer(index)
    case "revindex": return .integer(try count(of: place) - index)
    case "revindex0": return .integer(try count(of: place) - index - 1)
    case "first": return .bool(index == 0)
    case "last": return .bool(!(try has(index + 1, in: place)))
    case "length": return .integer(try count(of: place))
    case "depth": return .integer(1)
    case "depth0": return .integer(0)
    case "previtem":
      let isThere = index > 0
      return isThere ? loops[place].elements[index - 1] : .undefined("there is no previous item")
    case "nextitem":
      let isThere = try has(index + 1, in: place)
      return isThere ? loops[place].elements[index + 1] : .undefined("there is no next item")
    case "cycle", "changed": return .method(value, name)
    default: return nil
    }
  }
}
