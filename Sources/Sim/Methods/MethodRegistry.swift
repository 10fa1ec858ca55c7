import Metrics

/// Every method by name; a new method is one new file and one line here.
public enum MethodRegistry {
  /// The methods, in the order of a list.
  public static let recipes: [MethodRecipe] = [
    .fibecFed,
    .fedAvgLoRA,
    .fedProx,
    .scaffold,
    .fedAlt,
    .adapter,
    .pTuningV2,
    .moon,
  ]

  /// Names in the order of the list.
  public static var names: [String] { recipes.map(\.name) }

  /// The method of this name.
  /// - Throws: `SettingsError` for a name that there is not, with the nearest that there is.
  public static func recipe(_ name: String) throws(SettingsError) -> MethodRecipe {
    if let recipe = recipes.first(where: { $0.name == name }) { return recipe }
    let near = Setting.nearest(to: name, in: names).map { ": did you mean \($0)?" }
    throw .conflict(
      "unknown method '\(name)'\(near ?? ""); there are " + names.joined(separator: ", "))
  }

  /// Methods' own first values of settings that others have too, by method and key.
  static let firstValues: [String: [String: ConfigValue]] = Dictionary(
    uniqueKeysWithValues: recipes.lazy.filter { !$0.firstValues.isEmpty }
      .map { ($0.name, $0.firstValues) })
}
