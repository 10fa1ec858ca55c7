import Testing
import Transformer

@testable import Sim

/// SLoRA trains a sparse change of the weights, and starts LoRA from its singular vectors (arXiv 2308.06522).
struct SLoRATests {
  private func federation(
    _ change: (inout Settings) -> Void = { _ in }
  ) throws -> Federation {
    try SmallRun.federation {
      $0.method = "slora"
      $0.sloraRounds = 1
      change(&$0)
    }
  }

  @Test func stageOneTrainsTheDrawnEntriesAndTheHead() throws {
    let federation = try federation {
      $0.sloraRounds = 2
      $0.rounds = 1
    }
    let layout = federation.encoder.layout
    let simulation = Simulation(federation, name: "sparse")
    try simulation.run()
    for segment in layout.segments {
      let isTrained = segment.role == .head || (segment.role == .added && !segment.isHeld)
      let isSame = simulation.parameters[segment.range] == federation.start[segment.range]
      #expect(isSame != isTrained, "\(segment.name)")
    }
    // An eighth of 128².
    #expect(layout.segments.count { $0.name.hasSuffix("sparse_delta") && $0.count == 2048 } == 12)
  }

  @Test(arguments: SingularValues.Split.allCases)
  func stageTwoStartsFromTheBestApproximation(split: SingularValues.Split) throws {
    let federation = try federation { $0.sloraSplit = split }
    let layout = federation.encoder.layout
    let rule = try #require(federation.method.server as? DecomposingAveraging)
    var parameters = federation.start
    for segment in layout.segments where segment.name.hasSuffix("sparse_delta") {
      for index in segment.range { parameters[index] = Float(index % 7) - 3 }
    }
    let changed = parameters
    rule.decompose(&parameters, layout)
    let values = try #require(layout.segments.first { $0.name.hasSuffix("sparse_delta") })
    let (a, b) = (layout.lowRankFactors[0], layout.lowRankFactors[1])
    var change = DoubleMatrix(rows: 128, columns: 128)
    let places = rule.sparse.places(of: .query, layer: 0, count: 128 * 128)
    #expect(a.module == "query" && values.module == "query" && places.count == values.count)
    for (index, place) in places.enumerated() {
      change[Int(place) / 128, Int(place) % 128] = Double(changed[values.offset + index])
    }
    var error = 0.0
    for row in 0..<128 {
      for column in 0..<128 {
        let pair = (0..<4).reduce(0.0) {
          $0 + 4 * Double(parameters[b.offset + row * 4 + $1])
            * Double(parameters[a.offset + $1 * 128 + column])
        }
        error += (pair - change[row, column]) * (pair - change[row, column])
      }
    }
    let singular = try #require(SingularValues(change)).values
    let tail = singular[4...].reduce(0) { $0 + $1 * $1 }
    #expect(abs(error - tail) < 1e-4 * tail)
    for segment in layout.segments where segment.role == .added {
      #expect(parameters[segment.range].allSatisfy { $0 == 0 }, "the weights are what they were")
    }
  }

  @Test func stageTwoIsFedAvgOfLoRAFromThere() throws {
    let federation = try federation()
    let tape = try SmallRun.record(federation)
    let head = 4 * federation.dataset.labelNames.count * (128 + 1)
    #expect(tape.clients.filter { $0.round == 1 }.allSatisfy { $0.bytesUp == 4 * 12 * 2048 + head })
    let pairs = 4 * 12 * 4 * (128 + 128)
    #expect(tape.clients.filter { $0.round > 1 }.allSatisfy { $0.bytesUp == pairs + head })
    // What is left of stage 1 in the model changes nothing: plain LoRA with these factors answers the same.
    let simulation = Simulation(federation, name: "slora")
    try simulation.run()
    let plain = try SmallRun.federation { $0.method = "fedavg-lora" }
    var parameters = plain.start
    for segment in plain.encoder.layout.segments {
      let own = try #require(
        federation.encoder.layout.segments.first { $0.name == segment.name })
      parameters.replaceSubrange(segment.range, with: simulation.parameters[own.range])
    }
    let batch = plain.test.batch(Array(0..<8))
    let sessions = [plain, federation].map { EncoderSession(encoder: $0.encoder) }
    sessions[0].evaluate(batch, parameters: parameters)
    sessions[1].evaluate(batch, parameters: simulation.parameters)
    #expect(Array(sessions[0].logits) == Array(sessions[1].logits))
  }
}
