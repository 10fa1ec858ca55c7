import ArgumentParser
import Corpus
import Foundation
import Host
import Sim

/// `fedtop models`: encoders by name.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the encoders, and which are here.")

  func run() throws {
    let shape = EmbeddedEncoder.configuration
    let embedded = (
      name: Sim.ModelLibrary.embeddedName,
      summary: "part of the program: BERT, \(shape.layers) layers, hidden size \(shape.hiddenSize)"
    )
    let models = [embedded] + Corpus.ModelLibrary.fetched
    let width = models.map(\.name.count).max() ?? 0
    for model in models {
      let isHere =
        model.name == embedded.name || Corpus.ModelLibrary.isAvailable(model.name)
      let name = model.name.padding(toLength: width, withPad: " ", startingAt: 0)
      StandardOutput.write(
        "\(name)  \(model.summary)\(isHere ? "" : "  (not fetched: make data)")")
    }
  }
}
