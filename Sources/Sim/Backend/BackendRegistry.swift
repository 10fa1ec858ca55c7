/// A back-end as a person chooses it.
public struct BackendRecipe: Sendable {
  /// Its name in the configuration.
  public let name: String
  /// One line: where the jobs are done.
  public let summary: String
  /// Makes it of the worker that does its jobs.
  let make: @Sendable (JobWorker, Settings) -> any Backend
}

/// Every back-end by name; a new one is one new file and one line here.
public enum BackendRegistry {
  /// The back-ends, the default first.
  public static let recipes: [BackendRecipe] = [ThreadBackend.recipe, SerialBackend.recipe]

  /// The back-end that `settings` ask for; bounds are checked where a setting is made.
  static func recipe(_ settings: Settings) -> BackendRecipe {
    recipes.first { $0.name == settings.backend } ?? ThreadBackend.recipe
  }
}

extension SettingKeys {
  /// Who does the jobs of a round.
  public var backend: SettingKey<String> {
    .word(
      "run.backend", ThreadBackend.recipe.name, of: BackendRegistry.recipes.map(\.name),
      "Who does the jobs of a round; the result does not depend on it.")
  }
}
