import Corpus
import Foundation
import Plain
import Transformer

/// Makes a base of images worth adapting: hidden patches are guessed, from random weights (SimMIM, arXiv 2111.09886).
///
/// Labels are not read. Like `Pretraining` it does not depend on the number of workers.
public struct VisionPretraining: Sendable {
  /// How long, with what, and with which seed.
  public var recipe: Pretraining

  /// Parts of a batch that are computed side by side.
  private static let parts = 4
  /// Share of the patches that are hidden.
  private static let hiddenShare = 0.6

  /// Images and not sentences with a recipe.
  public init(_ recipe: Pretraining) { self.recipe = recipe }

  /// Trains on the training images of a data set and writes a directory that a run can name as its model.
  ///
  /// - Parameters:
  ///   - model: the directory whose `config.json` describes the network.
  ///   - place: the data set.
  /// - Throws: `ModelError` or `CorpusError`.
  public func run(
    model place: String, data: String, to directory: String,
    progress: (Pretraining.Progress) -> Void
  ) throws {
    if let node = FileNode(place), node == FileNode(directory) {
      throw CorpusError.badFile(
        path: directory,
        problem: "the new model would take the place of the one it begins from: name another folder"
      )
    }
    let model = try ModelLibrary.open(place)
    let set = try DatasetLibrary.load(DatasetRequest(data), seed: recipe.seed)
    try model.tokenizer.check(set, place: data)
    let images = TokenizedData(
      set.train, tokenizer: model.tokenizer, maxLength: model.maxLength)
    let weights = model.weights
    let tensors = weights.tensors.filter { !weights.savedHead.contains($0) }
    let encoder = try Encoder(
      weights: weights,
      plan: TrainingPlan(trainedTensors: tensors, head: .frozen, pooling: .mean),
      labels: weights.configuration.labels)
    var random = CounterRandom(seed: recipe.seed, purpose: .parameters)
    let values = recipe.train(encoder, using: &random, progress: progress) { step in
      examples(step, images).map { batch, isHidden, targets in
        Pretraining.Part(tokens: batch.tokens.count) { session, parameters, gradient in
          session.maskedPatchGradient(
            batch, isHidden: isHidden, targets: targets, parameters: parameters, into: &gradient)
        }
      }
    }
    let trained = zip(encoder.layout.segments, tensors.map(weights.key))
    precondition(Set(trained.map(\.0.name)) == Set(trained.map(\.1)), "all that was trained")
    let places = Dictionary(
      uniqueKeysWithValues: encoder.layout.segments.map { ($0.name, $0.range) })
    try weights.write(
      directory: directory,
      overriding: Dictionary(
        uniqueKeysWithValues: tensors.compactMap { tensor in
          places[weights.key(tensor)].map { (tensor, Array(values[$0])) }
        }))
    let processor = place + "/preprocessor_config.json"
    if FileManager.default.fileExists(atPath: processor) {
      try OutputFile.replace(
        directory + "/preprocessor_config.json",
        with: Data(contentsOf: URL(fileURLWithPath: processor)))
    }
  }

  /// The parts of a step's batch, with what is hidden in them.
  private func examples(
    _ step: Int, _ images: TokenizedData
  ) -> [(batch: PackedBatch, isHidden: [Bool], targets: [Float])] {
    var choice = CounterRandom(seed: recipe.seed, purpose: .sentences, round: step)
    var masks = CounterRandom(seed: recipe.seed, purpose: .masking, round: step)
    let drawn = choice.sample(min(recipe.batch, images.labels.count), of: images.labels.count)
    return (0..<Self.parts).compactMap { part in
      let own = stride(from: part, to: drawn.count, by: Self.parts).map { drawn[$0] }
      guard !own.isEmpty else { return nil }
      var batch = images.batch(own)
      let patches = batch.tokens.count { $0 > 0 }
      let isHidden = (0..<patches).map { _ in masks.uniform() < Self.hiddenShare }
      let targets = batch.hide(isHidden)
      return (batch, isHidden, targets)
    }
  }
}
