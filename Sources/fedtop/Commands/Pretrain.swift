import ArgumentParser
import Foundation
import Host
import Metrics
import Sim
import Transformer

/// `fedtop pretrain`: makes the embedded encoder anew.
struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the embedded encoder by masked-language modelling of the embedded corpus.")

  @Argument(help: "Where the safetensors file goes.")
  var output: String

  @Option(help: "Optimiser steps.")
  var steps = 6_000

  @Option(help: "Sentences a step.")
  var batch = 64

  @Option(help: "Largest learning rate.")
  var lr = 1.5e-3

  @Option(help: "Seed of weights, sentences and masks.")
  var seed: UInt64 = 7

  func validate() throws {
    guard steps > 0, batch >= 4, lr > 0 else {
      throw ValidationError("--steps, --lr must be positive, --batch at least 4")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let pretraining = Pretraining(steps: steps, batch: batch, learningRate: lr, seed: seed)
    let tensors = try pretraining.run { progress in
      let elapsed = start.duration(to: .now).components.seconds
      StandardOutput.write(
        "step \(progress.step)/\(steps)  loss \(Units.fixed(progress.loss, 4))  "
          + "\(Units.count(Double(progress.tokens))) tokens  \(Units.duration(seconds: Double(elapsed)))"
      )
    }
    try ModelLibrary.writeEmbedded(tensors, to: output)
  }
}
