import ArgumentParser
import Foundation
import Host
import Metrics
import Plain
import Sim

/// `fedtop methods`: what can be compared.
struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the methods, or tell all about one: its equations, settings, sizes.",
    discussion: """
      Sizes are those of a client in the first round, at the model that --model names and with as many labels as \
      --labels says. Ablations of fibecfed are listed under it.
      """)

  @Argument(help: "A method.")
  var name: String?

  @Option(help: "The model whose sizes are told; embedded if not given.")
  var model: String?

  @Option(help: "Number of labels; 6 if not given.")
  var labels: Int?

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @Flag(help: "All methods as the second half of docs/methods.md.")
  var markdown = false

  func validate() throws {
    if let labels, !(1...100_000).contains(labels) {
      throw ValidationError("--labels \(labels): must be from 1 to 100000")
    }
    if json, markdown { throw ValidationError("give either --json or --markdown") }
    if markdown || name != nil && !json, model != nil || labels != nil {
      throw ValidationError(
        "--model and --labels go with the table and with --json: pages tell no sizes")
    }
  }

  func run() throws {
    let recipes = try name.map { [try recipe($0)] } ?? MethodRegistry.recipes
    if markdown {
      recipes.flatMap { MethodPage(recipe: $0).markdown }.forEach(StandardOutput.write)
    } else if json {
      let outlines = try outlines(of: recipes)
      for (recipe, outline) in zip(recipes, outlines) { JSONLines.print(Row(recipe, outline)) }
    } else if name != nil {
      recipes.flatMap { MethodPage(recipe: $0).plain(width: 78) }.forEach(StandardOutput.write)
    } else {
      table(recipes, try outlines(of: recipes))
    }
  }

  private func recipe(_ name: String) throws(Failure) -> MethodRecipe {
    do { return try MethodRegistry.recipe(name) } catch { throw Failure(error.description, .usage) }
  }

  private func outlines(of recipes: [MethodRecipe]) throws -> [MethodOutline] {
    let model = try ModelLibrary.open(model ?? ModelLibrary.embeddedName)
    let names = (1...(labels ?? 6)).map { "class \($0)" }
    return try recipes.map { recipe in
      var settings = Settings()
      settings.method = recipe.name
      return try MethodOutline(recipe, settings, model, labels: names)
    }
  }

  private func table(_ recipes: [MethodRecipe], _ outlines: [MethodOutline]) {
    let head = ["method", "trained", "down", "up", "trains", "kept between rounds", "source"]
    let rows = zip(recipes, outlines).map { recipe, outline in
      [
        recipe.name, Units.count(Double(outline.trained)), Units.bytes(outline.bytesDown),
        Units.bytes(outline.bytesUp), recipe.card.trains, recipe.card.keeps, recipe.source,
      ]
    }
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [head] + rows {
      let cells = zip(row, widths).enumerated().map { column, cell in
        // Numbers to the right, and nothing behind the last.
        let fill = String(repeating: " ", count: cell.1 - cell.0.count)
        return (1...3).contains(column)
          ? fill + cell.0 : column == row.count - 1 ? cell.0 : cell.0 + fill
      }
      StandardOutput.write(cells.joined(separator: "  "))
    }
  }

  private struct Row: Encodable {
    let name, summary, source: String
    let trains, travels, keeps, passes: String
    let equations: [String]
    let trained, bytesDown, bytesUp: Int
    let settings: [String: ConfigValue]
    let pinned: [String: ConfigValue]
    let knobs: [String]

    enum CodingKeys: String, CodingKey {
      case name, summary, source, trains, travels, keeps, passes, equations, trained, settings
      case pinned, knobs
      case bytesDown = "bytes_down"
      case bytesUp = "bytes_up"
    }

    init(_ recipe: MethodRecipe, _ outline: MethodOutline) {
      name = recipe.name
      summary = recipe.summary
      source = recipe.source
      (trains, travels) = (recipe.card.trains, recipe.card.travels)
      (keeps, passes) = (recipe.card.keeps, recipe.card.passes)
      equations = recipe.card.equations.split(separator: "\n").map(String.init)
      trained = outline.trained
      bytesDown = outline.bytesDown
      bytesUp = outline.bytesUp
      settings = Dictionary(
        uniqueKeysWithValues: recipe.settings.map {
          ($0.key, recipe.firstValue(of: $0))
        })
      pinned = recipe.pinned
      knobs = recipe.knobs.compactMap { $0.knob?.name }
    }
  }
}
