import Metrics
import Transformer

@testable import Sim

/// How many numbers each method sends, by hand: from the shape of the network and the settings, not from its parts.
enum MethodBytes {
  /// A client's participation, and the shape of the embedded encoder in a `SmallRun`.
  struct Place {
    /// Layers, width, inner width.
    let layers = 6
    let width = 128
    let inner = 512
    /// Rows of the tables of embeddings: tokens, positions, token types.
    let embeddings: Int
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
      let tables: [BaseTensor] = [.wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings]
      embeddings = tables.reduce(0) { $0 + $1.shape(in: federation.encoder.configuration)[0] }
      settings = federation.settings
      self.tape = tape
      self.report = report
    }

    /// A and B of one linear map between hidden states.
    var pair: Int { settings.rank * (width + width) }
    /// LoRA on query and value of `count` layers.
    func lora(_ count: Int) -> Int { count * 2 * pair }
    /// Factors of each round's three clients that the client missed, and a rank a round: here always fewer than weights.
    var missedStacks: Int {
      let last = tape.clients.last {
        $0.client == report.client && $0.round < report.round
      }
      return (report.round - (last?.round ?? 1)) * (3 * lora(layers) + 1)
    }
    /// The same at the rank that the client drew.
    func lora(_ ranks: SettingKey<String>) -> Int {
      guard let ranks = try? ClientRanks(ranks, settings) else { return 0 }
      return layers * 2 * ranks.rank(ofClient: report.client) * (width + width)
    }
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

  /// Keys and values of a prefix in one layer.
  private static func prefix(_ place: Place) -> Int {
    2 * place.settings.prefixLength * place.width
  }

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
    "voc": allLoRA,
    "slw": allLoRA,
    "shortformer": allLoRA,
    "adalora": { place in
      let triplets = place.layers * 2 * place.settings.rank
      let down = place.lora(place.layers) + triplets + place.head
      return (down + triplets, down)
    },
    // Anchors are sent after round 3.
    "delta-lora": allLoRA,
    "slora": both { place in
      let isSparse = place.report.round <= place.settings.sloraRounds
      let entries = place.layers * 2 * place.width * place.width / 8
      return (isSparse ? entries : place.lora(place.layers)) + place.head
    },
    "flora": { place in
      (place.lora(place.layers) + place.head, place.head + place.missedStacks)
    },
    "fedex-lora": { place in
      let trained = place.lora(place.layers) + place.head
      return (trained, trained + place.missedStacks)
    },
    "fedalt-row": { place in
      let lora = place.lora(place.layers)
      return (lora + place.head, (place.report.round > 1 ? lora : 0) + place.head + 1)
    },
    "fedavgm": allLoRA,
    "fedadagrad": allLoRA,
    "fedyogi": allLoRA,
    "fedadam": allLoRA,
    "ffa-lora": both { $0.lora($0.layers) / 2 + $0.head },
    "fedsa-lora": both { $0.lora($0.layers) / 2 },
    "rolora": { place in
      let lora = place.lora(place.layers)
      return (lora / 2 + place.head, lora + place.head)
    },
    "fedsim": both { $0.lora($0.layers / 2) + $0.head },
    "flexlora": both { $0.lora(SettingKeys().flexRanks) + $0.head },
    // No client gives a rank up in so few rounds; each says its rank.
    "hetlora": { place in
      let all = place.lora(SettingKeys().hetRanks) + place.head
      return (all + 1, all)
    },
    "lora-fair": allLoRA,
    "full": both { place in
      let (d, inner) = (place.width, place.inner)
      let layer = 4 * (d * d + d) + 2 * d * inner + inner + d + 4 * d
      return place.embeddings * d + 2 * d + place.layers * layer + place.head
    },
    "bitfit": both { place in
      place.layers * (7 * place.width + place.inner) + place.width + place.head
    },
    "head-only": both { $0.head },
    "local-only": both { _ in 0 },
    "prompt-tuning": both { $0.settings.promptLength * $0.width + $0.head },
    "fedprompt": both { $0.settings.promptLength * $0.width },
    "idpg": both { place in
      let (n, m) = (place.settings.idpgFactors, place.settings.idpgBottleneck)
      let rows = place.settings.idpgLength * place.width
      // n matrices of n × n and n of (in / n) × (out / n) a map, and its bias.
      func map(_ input: Int, _ output: Int) -> Int { n * n * n + input * output / n + output }
      return map(place.width, m) + map(m, rows) + place.head
    },
    "attempt": both { place in
      let attention = 2 * place.width * place.settings.attemptBottleneck + 2 * place.width
      return place.settings.promptLength * place.width + attention + place.head
    },
    "lpt": both { place in
      let m = place.settings.lptBottleneck
      let rows = place.settings.lptLength * place.width
      return place.width * m + m + m * rows + rows + place.head
    },
    "fedpeptao": both { $0.global * prefix($0) + $0.head },
    "momd": both { $0.layers * prefix($0) + $0.head },
    "moms-adamd": both { $0.layers * prefix($0) + $0.head },
  ]
}
