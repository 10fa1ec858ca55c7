/// The keys in force: the table, with what a person has bound otherwise.
public struct KeyMap: Sendable, Equatable {
  /// Bindings, in the order that they are shown.
  public let bindings: [KeyBinding]

  /// The keys where nobody has bound any.
  public static let standard = KeyMap(bindings: KeyTable.bindings)

  /// The first binding of `key` in one of `contexts`.
  func binding(_ key: Key, in contexts: [KeyContext]) -> KeyBinding? {
    for context in contexts {
      let found = bindings.first { $0.context == context && $0.keys.contains(key) }
      if let found { return found }
    }
    return nil
  }

  /// The keys of an action in a context, as people read them.
  func label(_ action: MonitorAction, in context: KeyContext) -> String {
    bindings.first { $0.action == action && $0.context == context }?.label ?? ""
  }
}
