/// A part of a template, and where it stands.
struct JinjaNode: Sendable {
  /// What it does.
  var statement: JinjaStatement
  /// From one on.
  var line: Int
}

/// What a part of a template does.
enum JinjaStatement: Sendable {
  case text(String)
  case output(JinjaExpression)
  case branch([JinjaBranch], otherwise: [JinjaNode])
  case loop(JinjaLoop)
  case assign(JinjaTarget, JinjaExpression)
  /// `set` with a body, whose text goes through filters.
  case capture(JinjaTarget, [JinjaPostfix], JinjaBody)
  case macro(JinjaMacro)
  /// `generation`: what is written, in a scope of its own.
  case scope(JinjaBody)
  case leave
  case next
}

/// Nodes with names of their own.
struct JinjaBody: Sendable {
  /// The number of the scope.
  var scope: Int
  /// The nodes.
  var nodes: [JinjaNode]
}

/// A condition and what is done where it holds.
struct JinjaBranch: Sendable {
  /// The condition.
  var condition: JinjaExpression
  /// What is done.
  var body: [JinjaNode]
}

/// A `for`.
struct JinjaLoop: Sendable {
  /// What each value is given to.
  var target: JinjaTarget
  /// Where the values come from.
  var source: JinjaExpression
  /// Which values are taken; nil: all.
  var condition: JinjaExpression?
  /// What is done for each.
  var body: JinjaBody
  /// What is done where there are none.
  var otherwise: JinjaBody
}

/// What a value is given to.
indirect enum JinjaTarget: Sendable {
  case name(String)
  case attribute(String, String)
  case several([JinjaTarget])
}

/// A macro as it is written.
struct JinjaMacro: Sendable {
  /// What it is called.
  var name: String
  /// Its parameters, with what stands in for those that are not given.
  var parameters: [(name: String, value: JinjaExpression?)]
  /// What it writes.
  var body: JinjaBody
}

/// What has a value.
///
/// Chains such as `a + b - c` are flat, so that long ones are not deep.
indirect enum JinjaExpression: Sendable {
  case constant(JinjaValue)
  case name(String)
  case list([JinjaExpression])
  case tuple([JinjaExpression])
  case dictionary([(key: JinjaExpression, value: JinjaExpression)])
  case condition(JinjaExpression, then: JinjaExpression, otherwise: JinjaExpression?)
  case any([JinjaExpression])
  case all([JinjaExpression])
  case not(JinjaExpression)
  case comparison(JinjaExpression, [(JinjaComparison, JinjaExpression)])
  case arithmetic(JinjaExpression, [(JinjaOperator, JinjaExpression)])
  case concatenation([JinjaExpression])
  case sign(JinjaOperator, JinjaExpression)
  case postfix(JinjaExpression, [JinjaPostfix])
}

/// What stands behind a value and makes another of it.
enum JinjaPostfix: Sendable {
  case attribute(String)
  case element(JinjaExpression)
  case slice(JinjaExpression?, JinjaExpression?, JinjaExpression?)
  case call(JinjaCall)
  case filter(JinjaFilter, JinjaCall)
  case test(JinjaTest, isNegated: Bool, JinjaCall)
}

/// Arguments as they are written.
struct JinjaCall: Sendable {
  /// By place.
  var positional: [JinjaExpression] = []
  /// By name.
  var keywords: [(name: String, value: JinjaExpression)] = []
}

/// How two values are compared.
enum JinjaComparison: String, Sendable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// What is computed of two values.
enum JinjaOperator: String, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case divideDown = "//"
  case modulo = "%"
  case power = "**"
}

/// The filters, by their first names.
enum JinjaFilter: String, Sendable {
  case abs, attr, batch, capitalize, `default`, dictsort, escape, first, float, indent, int, items
  case join, last, length, list, lower, map, max, min, reject, rejectattr, replace, reverse, round
  case safe, select, selectattr, sort, string, sum, title, tojson, trim, unique, upper

  /// The filter of a name; nil: not known.
  init?(name: String) {
    self.init(rawValue: ["count": "length", "d": "default", "e": "escape"][name] ?? name)
  }
}

/// The tests, by their first names.
enum JinjaTest: String, Sendable {
  case boolean, callable, defined, divisibleby, eq, even, `false`, float, ge, gt, `in`, integer
  case iterable, le, lower, lt, mapping, ne, none, number, odd, sameas, sequence, string, `true`
  case undefined, upper

  private static let names = [
    "==": "eq", "equalto": "eq", "!=": "ne", "<": "lt", "lessthan": "lt", "<=": "le", ">": "gt",
    "greaterthan": "gt", ">=": "ge",
  ]

  /// The test of a name; nil: not known.
  init?(name: String) {
    self.init(rawValue: Self.names[name] ?? name)
  }
}
