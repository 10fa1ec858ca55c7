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

  /// What a sentence calls the first key of an action; nil where a person has given it none.
  func name(_ action: MonitorAction, in context: KeyContext) -> String? {
    let binding = bindings.first { $0.action == action && $0.context == context }
    return binding.flatMap { $0.keys.isEmpty ? nil : $0.label.split(separator: " ").first }
      .map(String.init)
  }

  /// The keys of an action in a context, as people read them.
  func label(_ action: MonitorAction, in context: KeyContext) -> String {
    bindings.first { $0.action == action && $0.context == context }?.label ?? ""
  }
}
