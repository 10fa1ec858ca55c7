/// One line of the table of keys.
public struct KeyBinding: Sendable, Equatable {
  /// Keys that do it.
  public let keys: [Key]
  /// How people read the keys, such as `space`.
  public let label: String
  /// What is done.
  let action: MonitorAction
  /// One sentence without its full stop.
  public let help: String
  /// One word for the bottom line; nil for keys that are in the list only.
  public let hint: String?
  /// The keys as the bottom line shows them.
  public let hintLabel: String
  /// Where it means something.
  public let context: KeyContext

  init(
    _ keys: [Key], _ label: String, _ action: MonitorAction, _ help: String, hint: String? = nil,
    hintLabel: String? = nil, in context: KeyContext
  ) {
    self.keys = keys
    self.label = label
    self.action = action
    self.help = help
    self.hint = hint
    self.hintLabel = hintLabel ?? label.split(separator: " ").first.map(String.init) ?? label
    self.context = context
  }
}
