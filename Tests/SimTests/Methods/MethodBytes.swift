import Metrics

@testable import Sim

/// How many numbers each method sends, by hand: from the shape of the network and the settings, not from its parts.
enum MethodBytes {
  /// A client's participation, and the shape of the embedded encoder in a `SmallRun`.
  struct Place {
    /// Layers, width, inner width.
    let layers = 6
    let width = 128
    let inner = 512
    /// Values of the task head, on the mean over tokens: weights and biases.
    let head: Int
    /// The settings of the run.
    let settings: Settings
    /// What was recorded of the run.
    let tape: Tape
    /// The client's part of the round.
    let report: ClientReport

    init(_ federation: Federation, _ tape: Tape, _ report: ClientReport) {
      head = federation.dataset.labelNames.count * (width + 1)
      settings = federation.settings
      self.tape = tape
      self.report = report
    }

    /// A and B of one linear map between hidden states.
    var pair: Int { settings.rank * (width + width) }
    /// LoRA on query and value of `count` layers.
    func lora(_ count: Int) -> Int { count * 2 * pair }
    /// Global layers of the run.
    var global: Int { tape.initialisation?.gal.count ?? 0 }
  }

  /// Numbers that one client sends and gets in one round.
  typealias Formula = @Sendable (Place) -> (up: Int, down: Int)

  /// The same both ways.
  private static func both(_ count: @escaping @Sendable (Place) -> Int) -> Formula {
    { place in (count(place), count(place)) }
  }

  private static let allLoRA = both { $0.lora($0.layers) + $0.head }

  static let formulas: [String: Formula] = [
    "fibecfed": both { $0.lora($0.global) + $0.head },
    "fedavg-lora": allLoRA,
    "fedprox": allLoRA,
    "scaffold": both { 2 * ($0.lora($0.layers) + $0.head) },
    "fedalt": both { $0.lora($0.layers / 2) + $0.head },
    "adapter": both { place in
      let size = place.settings.adapterSize
      let adapter = 2 * place.width * size + place.width + size
      return place.layers * (2 * adapter + 4 * place.width) + place.head
    },
    "p-tuning-v2": both { 2 * $0.layers * $0.settings.prefixLength * $0.width + $0.head },
    "moon": allLoRA,
  ]
}
