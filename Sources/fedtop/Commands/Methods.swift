import ArgumentParser
import Foundation
import Host
import Metrics
import Plain
import Sim

/// `fedtop methods`: what can be compared.
struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the methods, or tell all about one: its source, settings and knobs.")

  @Argument(help: "A method.")
  var name: String?

  @Flag(help: "JSON lines on stdout.")
  var json = false

  func run() throws {
    if let name {
      try tell(recipe(name))
      return
    }
    let width = MethodRegistry.names.map(\.count).max() ?? 0
    for recipe in MethodRegistry.recipes {
      if json {
        JSONLines.print(Row(recipe))
      } else {
        let name = recipe.name.padding(toLength: width, withPad: " ", startingAt: 0)
        StandardOutput.write("\(name)  \(recipe.summary) [\(recipe.source)]")
      }
    }
  }

  private func recipe(_ name: String) throws(Failure) -> MethodRecipe {
    do { return try MethodRegistry.recipe(name) } catch { throw Failure(error.description, .usage) }
  }

  private func tell(_ recipe: MethodRecipe) {
    guard !json else {
      JSONLines.print(Row(recipe))
      return
    }
    StandardOutput.write("\(recipe.name): \(recipe.summary)")
    StandardOutput.write("source: \(recipe.source)")
    StandardOutput.write("settings:")
    for setting in recipe.settings {
      StandardOutput.write(
        "  \(setting.key) = \(setting.initial.description)\(setting.knob == nil ? "" : "  (a knob)")"
      )
      StandardOutput.write("      \(setting.help) \(setting.expectation)")
    }
    StandardOutput.write(
      "knobs: " + recipe.knobs.compactMap { $0.knob?.name }.joined(separator: ", "))
  }

  private struct Row: Encodable {
    let name, summary, source: String
    let settings: [String: ConfigValue]
    let knobs: [String]

    init(_ recipe: MethodRecipe) {
      name = recipe.name
      summary = recipe.summary
      source = recipe.source
      settings = Dictionary(uniqueKeysWithValues: recipe.settings.map { ($0.key, $0.initial) })
      knobs = recipe.knobs.compactMap { $0.knob?.name }
    }
  }
}
