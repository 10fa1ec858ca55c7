/// Every method by name; a new method is one new file and one line here.
public enum MethodRegistry {
  /// The methods, in the order of a list.
  public static let recipes: [any MethodRecipe.Type] = [
    FibecFed.self,
    FedAvgLoRA.self,
    FedProx.self,
    Scaffold.self,
    FedAlt.self,
    Adapter.self,
    PTuningV2.self,
    Moon.self,
  ]

  /// Names in the order of the list.
  public static var names: [String] { recipes.map { $0.name } }

  /// The method of this name.
  /// - Throws: `SettingsError` for a name that there is not, with the nearest that there is.
  public static func recipe(_ name: String) throws(SettingsError) -> any MethodRecipe.Type {
    if let recipe = recipes.first(where: { $0.name == name }) { return recipe }
    let near = Setting.nearest(to: name, in: names).map { ": did you mean \($0)?" }
    throw .conflict(
      "unknown method '\(name)'\(near ?? ""); there are " + names.joined(separator: ", "))
  }
}
