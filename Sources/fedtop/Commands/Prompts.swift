import ArgumentParser
import Corpus
import Host
import Metrics
import Sim

/// `fedtop prompts`: makes source prompts for the method `attempt`.
struct Prompts: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Learn a soft prompt of each embedded task, as source prompts of the method attempt.")

  @Argument(help: "Where the safetensors file goes.")
  var output: String

  @Option(help: "Model that the prompts are for.")
  var model = ModelLibrary.embeddedName

  @Option(help: "Rows of a prompt.")
  var length = 20

  @Option(help: "Passes over the training samples.")
  var epochs = 6

  @Option(help: "Training samples of a task.")
  var samples = 2000

  @Option(help: "Seed of samples and first values.")
  var seed = 11

  func validate() throws {
    guard (1...512).contains(length), (1...10_000).contains(epochs),
      (2...1_000_000).contains(samples)
    else {
      throw ValidationError(
        "--length must be 1 to 512, --epochs 1 to 10000, --samples 2 to 1000000")
    }
  }

  func run() throws {
    let recipe = SourcePrompts(
      model: model, length: length, epochs: epochs, samples: samples, seed: seed)
    let prompts = try EmbeddedCorpus.Task.allCases.map { task in
      let prompt = try recipe.prompt(of: task)
      let accuracy = prompt.accuracy.map { Units.percent($0) } ?? "-"
      StandardOutput.write("\(task.rawValue)  accuracy \(accuracy)")
      return prompt
    }
    try recipe.write(prompts, to: output)
  }
}
