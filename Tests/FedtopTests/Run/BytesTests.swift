import Foundation
import Testing

@Suite struct BytesTests {
  /// A method and its parameters on the wire, per client and direction, without the head.
  struct Traffic: Sendable, CustomTestStringConvertible {
    let method: String
    /// From rank or width k, layers that travel, all layers and hidden width d.
    let parameters: @Sendable (_ k: Int, _ gal: Int, _ layers: Int, _ d: Int) -> Int
    /// Setting that k is.
    let key: String
    var testDescription: String { method }
  }

  /// LoRA on query, value (d to d) and up (d to 4d): r (in + out) each.
  static func lora(_ rank: Int, _ layers: Int, _ d: Int) -> Int {
    layers * rank * (2 * d + 2 * d + 5 * d)
  }

  static let traffic = [
    Traffic(method: "fibecfed", parameters: { r, gal, _, d in lora(r, gal, d) }, key: "lora.rank"),
    Traffic(method: "fedavg-lora", parameters: { r, _, l, d in lora(r, l, d) }, key: "lora.rank"),
    Traffic(method: "moon", parameters: { r, _, l, d in lora(r, l, d) }, key: "lora.rank"),
    // Two adapters a layer, and the two LayerNorms with scale and shift.
    Traffic(
      method: "adapter", parameters: { m, _, l, d in 2 * l * (2 * d * m + d + m) + 4 * l * d },
      key: "adapter.size"),
    Traffic(
      method: "p-tuning-v2", parameters: { p, _, l, d in 2 * l * p * d }, key: "prefix.length"),
  ]

  @Test("A round's bytes are what the formula says", arguments: traffic)
  func formula(_ traffic: Traffic) throws {
    let scratch = try Scratch()
    // A file may have settings of several methods.
    let file = try scratch.write(
      "all.toml",
      """
      federation.rounds = 1
      federation.cohort = 3
      lora.rank = 3
      lora.targets = "query,value,up"
      adapter.size = 5
      prefix.length = 7
      gal.count = 2
      """)
    let outcome = try Program.run(
      ["run", file, "--json", "--method", traffic.method] + Program.tiny + [
        "--rounds", "1", "--cohort", "3",
      ],
      in: scratch)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let objects = try outcome.objects().filter { $0.text("event") != "notice" }
    try #require(objects.count == 4)
    let (started, start, round, last) = (objects[0], objects[1], objects[2], objects[3])
    let config = started.object("config")
    let model = started.object("model")
    let (layers, d) = (model.integer("layers"), model.integer("hidden"))
    let body = traffic.parameters(config.integer(traffic.key), 2, layers, d)
    // Two labels on the mean of the last layer: weights and a bias each.
    let head = 2 * d + 2
    let client = 4 * (body + head)
    #expect(round.integer("bytes_up") == 3 * client)
    #expect(round.integer("bytes_down") == 3 * client)
    // Scores of the layers up and a bit a layer down, once, from methods that choose layers.
    let chooses = traffic.method == "fibecfed"
    #expect(start.integer("bytes_up") == (chooses ? 4 * 4 * (layers + 2) : 0))
    #expect(start.integer("bytes_down") == (chooses ? 4 * ((layers + 7) / 8) : 0))
    #expect(start.numbers("gal").count == (chooses ? 2 : layers))
    #expect(last.integer("bytes_up") == round.integer("bytes_up") + start.integer("bytes_up"))
  }

  @Test("A head that every client keeps does not travel")
  func personalHead() throws {
    let outcome = try Program.run(
      ["run", "--json", "--method", "fibecfed", "--gal", "4", "--rank", "3"] + Program.tiny
        + ["--set", "federation.rounds=1", "--set", "method.head=personal"], in: try Scratch())
    let objects = try outcome.objects().filter { $0.text("event") != "notice" }
    try #require(objects.count == 4)
    let d = objects[0].object("model").integer("hidden")
    // Query and value of four layers, and two clients.
    #expect(objects[2].integer("bytes_up") == 2 * 4 * (4 * 2 * 3 * 2 * d))
  }
}
