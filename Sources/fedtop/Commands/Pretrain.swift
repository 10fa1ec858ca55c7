import ArgumentParser
import Foundation
import Host
import Metrics
import Sim
import Transformer

/// `fedtop pretrain`: makes the embedded encoder anew.
struct Pretrain: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Make the embedded encoder by masked-language modelling of the embedded corpus.",
    discussion: """
      With --vision a network over images is made instead: the one that config.json of --model describes, by guessing \
      hidden patches of the training images of a data set, whose labels are not read.
      """)

  @Argument(help: "Where the safetensors file goes; with --vision a directory.")
  var output: String

  @Option(help: "Optimiser steps.")
  var steps = 6_000

  @Option(help: "Data set of images to guess hidden patches of.")
  var vision: String?

  @Option(
    help:
      "With --vision: directory with the config.json of the network; configs/vit-small if not given."
  )
  var model: String?

  @Option(help: "Sentences or images a step.")
  var batch = 64

  @Option(help: "Largest learning rate.")
  var lr = 1.5e-3

  @Option(help: "Seed of weights, sentences and masks.")
  var seed: UInt64 = 7

  func validate() throws {
    if model != nil, vision == nil { throw ValidationError("--model goes with --vision") }
    guard steps > 0, batch >= 4, lr > 0 else {
      throw ValidationError("--steps, --lr must be positive, --batch at least 4")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let pretraining = Pretraining(steps: steps, batch: batch, learningRate: lr, seed: seed)
    func tell(_ progress: Pretraining.Progress) {
      let elapsed = start.duration(to: .now).components.seconds
      StandardOutput.write(
        "step \(progress.step)/\(steps)  loss \(Units.fixed(progress.loss, 4))  "
          + "\(Units.count(Double(progress.tokens))) tokens  \(Units.duration(seconds: Double(elapsed)))"
      )
    }
    if let vision {
      let place = try AssetPlaces.data(vision)
      return try VisionPretraining(pretraining).run(
        model: model ?? "configs/vit-small", data: place, to: output, progress: tell)
    }
    let tensors = try pretraining.run(progress: tell)
    try ModelLibrary.writeEmbedded(tensors, to: output)
  }
}
