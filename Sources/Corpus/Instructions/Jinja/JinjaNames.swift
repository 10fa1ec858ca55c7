/// Which names each scope of a template hides from those in it before they are set.
///
/// Jinja decides while it compiles where a name lives: one that a scope sets, before it was read there or outside, is
/// missing until then, also in loops and macros further up, and whatever the caller gave under that name.
struct JinjaNames {
  /// What is known of a scope.
  private struct Scope {
    let outer: Int?
    /// Names in it, and whether they are hidden where no outer scope has them.
    var names: [String: Bool] = [:]
    /// How many branches are open, in which nothing is hidden.
    var branches = 0
  }

  private var scopes = [Scope(outer: nil)]
  private var current = 0

  /// Begins a scope in the current one, and gives its number.
  mutating func begin() -> Int {
    scopes.append(Scope(outer: current))
    current = scopes.count - 1
    return current
  }

  /// Ends the current scope.
  mutating func end() {
    current = scopes[current].outer ?? 0
  }

  /// Begins a branch of the current scope.
  mutating func beginBranch() { scopes[current].branches += 1 }

  /// Ends a branch of the current scope.
  mutating func endBranch() { scopes[current].branches -= 1 }

  /// A name is read, or is a parameter.
  mutating func read(_ name: String) { note(name, isHidden: false) }

  /// A name is set.
  mutating func set(_ name: String) { note(name, isHidden: scopes[current].branches == 0) }

  /// What a value is given to is set.
  mutating func set(_ target: JinjaTarget) {
    switch target {
    case .name(let name): set(name)
    case .attribute(let name, _): read(name)
    case .several(let targets): for target in targets { set(target) }
    }
  }

  private mutating func note(_ name: String, isHidden: Bool) {
    if scopes[current].names[name] == nil { scopes[current].names[name] = isHidden }
  }

  /// The hidden names of each scope, by its number.
  var hidden: [[String]] {
    scopes.map { scope in
      scope.names.filter { $0.value && !isKnown($0.key, from: scope.outer) }.map(\.key)
    }
  }

  private func isKnown(_ name: String, from scope: Int?) -> Bool {
    var scope = scope
    while let current = scope {
      if scopes[current].names[name] != nil { return true }
      scope = scopes[current].outer
    }
    return false
  }
}
