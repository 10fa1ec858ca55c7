extension JinjaRenderer {
  /// Whether a value passes a test.
  func passes(
    _ test: JinjaTest, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> Bool {
    switch test {
    case .divisibleby, .eq, .ge, .gt, .in, .le, .lt, .ne, .sameas:
      guard let other = try arguments.bound(to: "other")[0] else {
        throw .evaluation("the test '\(test.rawValue)' needs a value")
      }
      return try passes(test, value, other)
    default:
      _ = try arguments.bound()
      return try passes(test, value)
    }
  }

  private func passes(
    _ test: JinjaTest, _ value: JinjaValue, _ other: JinjaValue
  ) throws(JinjaProblem) -> Bool {
    switch test {
    case .eq: return try holds(.equal, value, other)
    case .ne: return try holds(.unequal, value, other)
    case .lt: return try holds(.less, value, other)
    case .le: return try holds(.atMost, value, other)
    case .gt: return try holds(.greater, value, other)
    case .ge: return try holds(.atLeast, value, other)
    case .in: return try holds(.isIn, value, other)
    case .divisibleby: return try JinjaArithmetic.apply(.modulo, value, other) == .integer(0)
    default: return try isSame(value, other)
    }
  }

  /// Python's `is`, where it does not depend on how Python stores values.
  private func isSame(_ value: JinjaValue, _ other: JinjaValue) throws(JinjaProblem) -> Bool {
    switch (value, other) {
    case (.none, .none): return true
    case (.bool(let value), .bool(let other)): return value == other
    case (.namespace, .namespace), (.macro, .macro), (.loop, .loop): return value == other
    default:
      guard value.typeName != other.typeName else {
        throw .unknown("'sameas' of two values of type \(value.typeName)")
      }
      return false
    }
  }

  private func passes(_ test: JinjaTest, _ value: JinjaValue) throws(JinjaProblem) -> Bool {
    switch test {
    case .defined: return !value.isUndefined
    case .undefined: return value.isUndefined
    case .none: if case .none = value { return true }
    case .boolean: if case .bool = value { return true }
    case .true: if case .bool(true) = value { return true }
    case .false: if case .bool(false) = value { return true }
    case .integer: if case .integer = value { return true }
    case .float: if case .number = value { return true }
    case .number: return value.number != nil
    case .mapping: if case .dictionary = value { return true }
    case .string:
      switch value {
      case .string, .markup: return true
      default: return false
      }
    case .sequence:
      switch value {
      case .string, .markup, .list, .tuple, .dictionary, .undefined, .view(.range, _): return true
      default: return false
      }
    case .iterable:
      switch value {
      case .string, .markup, .list, .tuple, .dictionary, .undefined, .view, .generator, .loop:
        return true
      default: return false
      }
    case .callable:
      switch value {
      case .macro, .function, .method, .loop, .undefined: return true
      default: return false
      }
    case .odd, .even:
      let rest = try JinjaArithmetic.apply(.modulo, value, .integer(2))
      return rest == .integer(test == .odd ? 1 : 0)
    case .lower, .upper:
      try budget.take(bytes: value.weight)
      return PythonText.isCase(try value.printed(), upper: test == .upper)
    default: throw .unknown("the test '\(test.rawValue)'")
    }
    return false
  }
}
