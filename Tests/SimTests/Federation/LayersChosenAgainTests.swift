import Metrics
import Synchronization
import Testing

@testable import Sim

/// Global layers that are chosen anew in the middle of a run.
struct LayersChosenAgainTests {
  @Test func rangesAreSubtracted() {
    #expect([0..<10].subtracting([2..<4, 6..<10]) == [0..<2, 4..<6])
    #expect([0..<3, 5..<9].subtracting([2..<6]) == [0..<2, 6..<9])
    #expect([0..<3].subtracting([]) == [0..<3])
    #expect([1..<3].subtracting([0..<4]).isEmpty)
  }

  @Test func aChoiceThatStaysChangesOnlyTheBill() throws {
    let once = try SmallRun.record {
      $0.gal = "2"
      $0.layerOrder = .random
    }
    let again = try SmallRun.record {
      $0.gal = "2"
      $0.layerOrder = .random
      $0.galEvery = 1
    }
    // The random order has one seed for all choices.
    #expect(again.summary?.parametersSHA256 == once.summary?.parametersSHA256)
    let scores = 6 * 4 * (6 + 2)
    #expect(
      again.rounds.map(\.bytesUp) == zip(once.rounds, [0, scores, scores]).map { $0.bytesUp + $1 })
    #expect(again.rounds.map(\.bytesDown) == zip(once.rounds, [0, 6, 6]).map { $0.bytesDown + $1 })
  }

  @Test func layersThatBecomeGlobalAreTheMeanOfWhatClientsKept() throws {
    let federation = try SmallRun.federation {
      $0.gal = "1"
      $0.galEvery = 1
      $0.rounds = 1
      $0.learningRate = 5e-2
    }
    let simulation = Simulation(federation, name: "small")
    try simulation.run()
    let layout = federation.encoder.layout
    let exchange = federation.method.exchange
    // As if another layer had been global: what is chosen now becomes so.
    let chosen = try #require(simulation.server.globalLayers.first)
    let other = (chosen + 1) % 6
    let wholes = simulation.clients.indices.map { simulation.parameters(ofClient: $0) }
    simulation.server.globalLayers = [other]
    let old = exchange.personal(layout, global: [other])
    for client in simulation.clients.indices where simulation.clients[client].own != nil {
      simulation.clients[client].own = wholes[client].gathered(old)
    }
    let before = simulation.server.parameters
    let outcome = try #require(simulation.chooseLayersAgain())
    let now = try #require(simulation.server.globalLayers.first)
    try #require(now != other, "scores choose as they did")
    let taken = simulation.clients.indices.filter { simulation.clients[$0].participations > 0 }
    #expect(taken.count == 3 && outcome.changed == taken)
    let became = layout.ranges { $0.layer == now }
    var mean = [Double](repeating: 0, count: became.valueCount)
    let total = Double(taken.reduce(0) { $0 + federation.partition.count(of: $1) })
    for client in taken {
      let weight = Double(federation.partition.count(of: client))
      for (place, value) in wholes[client].gathered(became).enumerated() {
        mean[place] += weight * Double(value)
      }
    }
    #expect(simulation.server.parameters.gathered(became) == mean.map { Float($0 / total) })
    // A layer that ceases to be global goes on at the clients from the server's values.
    let ceased = layout.ranges { $0.layer == other }
    for client in taken {
      #expect(simulation.parameters(ofClient: client).gathered(ceased) == before.gathered(ceased))
    }
    let values = became.valueCount
    #expect(outcome.bytesUp == 6 * 4 * (6 + 2) + taken.count * 4 * values)
    #expect(outcome.bytesDown == 6 * 1 + taken.count * 4 * values)
    #expect(outcome.notices.count == 1)
  }
}
