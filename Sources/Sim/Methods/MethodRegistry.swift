import Metrics

/// Every method by name; a new method is one new file and one line here.
public enum MethodRegistry {
  /// The methods, in the order of a list.
  public static let recipes: [MethodRecipe] =
    [
      .fibecFed,
      .fedAvgLoRA,
      .fedProx,
      .scaffold,
      .fedAlt,
      .adapter,
      .pTuningV2,
      .moon,
      .voc,
      .slw,
      .shortformer,
      .adaLoRA,
      .deltaLoRA,
      .sLoRA,
      .fLoRA,
      .fedExLoRA,
      .fedAltRow,
      .fedAvgM,
      .fedAdagrad,
      .fedYogi,
      .fedAdam,
      .ffaLoRA,
      .fedSALoRA,
      .roLoRA,
      .fedSim,
      .flexLoRA,
      .hetLoRA,
      .loRAFair,
      .full,
      .bitFit,
      .headOnly,
      .localOnly,
      .promptTuning,
      .fedPrompt,
      .idpg,
      .attempt,
      .lpt,
      .fedPepTAO,
      .momD,
      .momSAdamD,
    ] + MethodRecipe.fibecFedAblations

  /// Names in the order of the list.
  public static var names: [String] { recipes.map(\.name) }

  /// The method of this name.
  /// - Throws: `SettingsError` for a name that there is not, with the nearest that there is.
  public static func recipe(_ name: String) throws(SettingsError) -> MethodRecipe {
    if let recipe = byName[name] { return recipe }
    let near = Setting.nearest(to: name, in: names).map { "did you mean \($0)? " }
    throw .conflict(
      "unknown method '\(name)': \(near ?? "")`fedtop methods` lists all \(names.count)")
  }

  private static let byName = Dictionary(uniqueKeysWithValues: recipes.map { ($0.name, $0) })

  /// A method's own first value of a setting; nil: it has none.
  static func firstValue(_ key: String, method: String, reading: String?) -> ConfigValue? {
    byName[method]?.firstValue(key, reading: reading)
  }
}
