/// Every method by name; a new method is one new file and one line here.
public enum MethodRegistry {
  private typealias Recipe = @Sendable (Settings) throws(SettingsError) -> Method

  private static let recipes: [(name: String, make: Recipe)] = [
    ("fibecfed", Method.fibecFed),
    ("fedavg-lora", Method.fedAvgLoRA),
    ("adapter", Method.adapter),
    ("p-tuning-v2", Method.pTuningV2),
    ("moon", Method.moon),
  ]

  /// Names in the order of the list.
  public static var names: [String] { recipes.map(\.name) }

  /// The method that `settings` name, composed with their constants.
  /// - Throws: `SettingsError` for an unknown name or a constant that makes no sense.
  public static func method(_ settings: Settings) throws(SettingsError) -> Method {
    guard let recipe = recipes.first(where: { $0.name == settings.method }) else {
      let near = Setting.nearest(to: settings.method, in: names).map { ": did you mean \($0)?" }
      throw .conflict(
        "unknown method '\(settings.method)'\(near ?? ""); there are "
          + names.joined(separator: ", "))
    }
    return try recipe.make(settings)
  }

  /// Every method with the constants of `settings`.
  public static func all(_ settings: Settings) throws(SettingsError) -> [Method] {
    var methods: [Method] = []
    for recipe in recipes { methods.append(try recipe.make(settings)) }
    return methods
  }
}
