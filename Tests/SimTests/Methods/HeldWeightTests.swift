import Plain
import Synchronization
import Testing
import Transformer

@testable import Sim

/// FLoRA and FedEx-LoRA move the frozen weights by what averaging factors apart does not hold
/// (arXiv 2409.05976, 2410.09432).
struct HeldWeightTests {
  /// One map of 5 inputs and 3 outputs with rank 2, and clients' factors.
  private struct Toy {
    let layout: ParameterLayout
    let shares = [0.5, 0.3, 0.2]
    let clients: [[Float]]

    init() {
      var layout = ParameterLayout()
      func add(_ name: String, _ role: ParameterSegment.Role, _ rows: Int, _ columns: Int) {
        layout.append(
          ParameterSegment(
            name: name, layer: 0, module: "up", role: role, rows: rows, columns: columns,
            start: .zeros, isHeld: role == .base))
      }
      add("A", .loraA, 2, 5)
      add("B", .loraB, 3, 2)
      add("W", .base, 3, 5)
      self.layout = layout
      var random = CounterRandom(seed: 3, purpose: .parameters)
      clients = (0..<3).map { _ in (0..<16).map { _ in Float(random.normal()) } }
    }

    var factors: [Range<Int>] { [0..<16] }

    /// Σ wₖ·Bₖ·Aₖ over the clients, [3, 5].
    func product(_ weights: [Double], of clients: [[Float]]) -> [Double] {
      var sum = [Double](repeating: 0, count: 15)
      for (weight, values) in zip(weights, clients) {
        for row in 0..<3 {
          for column in 0..<5 {
            for unit in 0..<2 {
              let (b, a) = (values[10 + row * 2 + unit], values[unit * 5 + column])
              sum[row * 5 + column] += weight * Double(b) * Double(a)
            }
          }
        }
      }
      return sum
    }

    var mean: [Float] {
      (0..<16).map { index in
        Float(zip(shares, clients).reduce(0.0) { $0 + $1.0 * Double($1.1[index]) })
      }
    }

    /// W after a stack was added to zero.
    func weight(_ stack: FactorStack, scale: Float = 1) -> [Double] {
      var parameters = [Float](repeating: 0, count: layout.count)
      stack.add(to: &parameters, scale: scale, layout.heldWeights)
      return parameters[16...].map(Double.init)
    }
  }

  @Test func theStackIsTheMeanOfTheProducts() {
    let toy = Toy()
    let clients = zip(toy.shares, toy.clients).map { (share: $0, values: $1) }
    let stack = FactorStack(of: clients, in: toy.factors, toy.layout.heldWeights)
    #expect(stack.rank == 6 && stack.values.count == 6 * (3 + 5))
    let ideal = toy.product(toy.shares, of: toy.clients)
    #expect(agree(toy.weight(stack), ideal, 1e-6))
    #expect(agree(toy.weight(stack, scale: 2), ideal.map { 2 * $0 }, 1e-6))
  }

  @Test func theShareOnBothSidesWouldBeWrong() {
    let toy = Toy()
    let scaled = zip(toy.shares, toy.clients).map { share, values in
      (share: share, values: values.enumerated().map { $0 < 10 ? $1 : Float(share) * $1 })
    }
    let both = FactorStack(of: scaled, in: toy.factors, toy.layout.heldWeights)
    #expect(agree(toy.weight(both), toy.product(toy.shares.map { $0 * $0 }, of: toy.clients), 1e-6))
    #expect(!agree(toy.weight(both), toy.product(toy.shares, of: toy.clients), 0.1))
  }

  @Test func theRemainderIsWhatTheProductOfTheMeansMisses() {
    let toy = Toy()
    let clients = zip(toy.shares, toy.clients).map { (share: $0, values: $1) }
    let stack = FactorStack(
      of: clients, in: toy.factors, around: toy.mean, toy.layout.heldWeights)
    #expect(stack.rank == 3 * 2, "the remainder's rank is at most that of all factors together")
    let remainder = toy.weight(stack)
    let ofMeans = toy.product([1], of: [toy.mean])
    let ideal = toy.product(toy.shares, of: toy.clients)
    #expect(agree(zip(remainder, ofMeans).map(+), ideal, 1e-6))
    #expect(!agree(ofMeans, ideal, 0.1), "averaging alone misses something")
  }

  @Test func oneClientLeavesNoRemainder() {
    let toy = Toy()
    let stack = FactorStack(
      of: [(share: 1, values: toy.clients[0])], in: toy.factors, around: toy.clients[0],
      toy.layout.heldWeights)
    #expect(toy.weight(stack).allSatisfy { $0 == 0 })
  }

  /// What a client makes of a message for the weights that it had.
  private func applied(
    _ message: Message, to parameters: [Float], scale: Float, _ layout: ParameterLayout
  ) -> [Float] {
    var parameters = parameters
    parameters.scatter(
      message.numbers(ProductsIntoWeights.weights), into: layout.ranges(where: \.isHeld))
    var rest = message.numbers(ProductsIntoWeights.stacks)[...]
    for rank in message.numbers(ProductsIntoWeights.ranks).map({ Int($0) }) {
      let count = rank * FactorStack.width(layout.heldWeights)
      FactorStack(rank: rank, values: Array(rest.prefix(count)))
        .add(to: &parameters, scale: scale, layout.heldWeights)
      rest = rest.dropFirst(count)
    }
    return parameters
  }

  /// Ranks at which a client is sent factors, and at which the weights are fewer values.
  @Test(arguments: ["flora", "fedex-lora"], [4, 32])
  func whatAClientIsSentMakesTheWeightsThatItTrainsWith(method: String, rank: Int) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.rank = rank
      $0.cohort = 2
      $0.rounds = 9
      $0.trainSamples = 24
      $0.dropout = 0.2
      $0.evaluateEvery = 9
    }
    let layout = federation.encoder.layout
    let held = layout.ranges(where: \.isHeld)
    /// What each client knows, what it was sent in the round under way, and how often it took part before.
    struct Clients {
      var known: [Int: [Float]] = [:]
      var sent: [Int: (parameters: [Float], participations: Int)] = [:]
      var parts: Set<String> = []
      var wrong: [Int] = []
    }
    let clients = Mutex(Clients())
    let rule = federation.method.server
    let tape = try SmallRun.record(federation) { simulation, _ in
      let plan = simulation.makePlan()
      let messages = rule.messages(simulation.server, plan)
      clients.withLock { clients in
        // Who failed keeps nothing, and is sent it again.
        for (client, sent) in clients.sent
        where simulation.clients[client].participations > sent.participations {
          clients.known[client] = sent.parameters
        }
        clients.sent = [:]
        for client in plan.cohort {
          let mine = applied(
            messages(client), to: clients.known[client] ?? federation.start,
            scale: 16 / Float(rank), layout)
          if mine.gathered(held) != simulation.server.parameters.gathered(held) {
            clients.wrong.append(plan.round)
          }
          clients.sent[client] = (mine, simulation.clients[client].participations)
          clients.parts.formUnion(messages(client).parts.map(\.name))
        }
      }
    }
    #expect(tape.rounds.count == 9 && tape.rounds.contains { $0.failures > 0 })
    let found = clients.withLock { $0 }
    #expect(found.wrong.isEmpty, "rounds \(found.wrong)")
    #expect(found.parts.contains(rank == 4 ? "stacks" : "weights"))
  }

  @Test(arguments: ["flora", "fedex-lora", "delta-lora", "slora"])
  func aClientTrainsWithWhatTheServerHolds(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.deltaStartRound = 2
      $0.sloraRounds = 1
      $0.rounds = 2
    }
    let simulation = Simulation(federation, name: "held")
    try simulation.run()
    let plan = simulation.makePlan()
    let client = try #require(plan.cohort.first)
    let job = ClientJob(
      client: client, plan: plan,
      message: federation.method.server.messages(simulation.server, plan)(client),
      state: simulation.clients[client],
      derived: simulation.parameters.gathered(plan.derived))
    let worker = ClientWorker(
      federation: federation, gate: Gate { _ in }, clock: VirtualClock(federation.settings))
    #expect(!plan.held.isEmpty && worker.parameters(job, job.message) == simulation.parameters)
    #expect(simulation.parameters.gathered(plan.held) != federation.start.gathered(plan.held))
  }

  @Test func withOneClientARoundFedExIsFedAvg() throws {
    let runs = try ["fedex-lora", "fedavg-lora"].map { method in
      try SmallRun.record {
        $0.method = method
        $0.cohort = 1
      }
    }
    #expect(runs[0].rounds.map(\.loss) == runs[1].rounds.map(\.loss))
    #expect(runs[0].rounds.map(\.trainLoss) == runs[1].rounds.map(\.trainLoss))
  }

  @Test func theServersModelIsTheMeanOfTheClients() throws {
    // FedEx's first round trains what fedavg-lora's does: the same clients, whose mean product is known.
    let federation = try SmallRun.federation {
      $0.method = "fedex-lora"
      $0.rounds = 1
    }
    let layout = federation.encoder.layout
    let session = EncoderSession(encoder: federation.encoder)
    let simulation = Simulation(federation, name: "by hand")
    let plan = simulation.makePlan()
    let rule = federation.method.server
    let worker = ClientWorker(
      federation: federation, gate: Gate { _ in }, clock: VirtualClock(federation.settings))
    var server = simulation.server
    var fold = rule.fold(server, plan, layout, clients: 6)
    let place = try #require(layout.heldWeights.first)
    var ideal = [Double](repeating: 0, count: place.weight.count)
    let all = plan.cohort.reduce(0) { $0 + federation.partition.count(of: $1) }
    for client in plan.cohort {
      let job = ClientJob(
        client: client, plan: plan, message: rule.messages(server, plan)(client),
        state: Sim.ClientState(), derived: server.parameters.gathered(plan.derived))
      let result = try #require(worker.perform(job, session))
      let samples = federation.partition.count(of: client)
      let message = try #require(result.message)
      fold.add(ClientUpdate(client: client, samples: samples, steps: 1, message: message))
      var own = server.parameters
      own.scatter(message.numbers(Message.parameters), into: plan.returning)
      for index in ideal.indices {
        let (row, column) = index.quotientAndRemainder(dividingBy: place.weight.columns)
        for unit in 0..<place.a.rows {
          ideal[index] +=
            Double(samples) / Double(all) * 4 * Double(own[place.b.offset + row * 4 + unit])
            * Double(own[place.a.offset + unit * place.a.columns + column])
        }
      }
    }
    let before = server.parameters
    fold.finish(&server)
    let found = place.weight.range.enumerated().map { index, at -> Double in
      let (row, column) = index.quotientAndRemainder(dividingBy: place.weight.columns)
      let pair = (0..<4).reduce(0.0) {
        $0 + 4 * Double(server.parameters[place.b.offset + row * 4 + $1])
          * Double(server.parameters[place.a.offset + $1 * place.a.columns + column])
      }
      return Double(server.parameters[at]) - Double(before[at]) + pair
    }
    #expect(agree(found, ideal, 1e-6))
    #expect(
      server.parameters.gathered([place.weight.range]) != before.gathered([place.weight.range]))
  }

  @Test func loraStartsAnewInEachRoundOfFLoRA() throws {
    let federation = try SmallRun.federation {
      $0.method = "flora"
      $0.rounds = 2
    }
    let layout = federation.encoder.layout
    let simulation = Simulation(federation, name: "flora")
    try simulation.run()
    for place in layout.heldWeights {
      #expect(simulation.parameters[place.b.range].allSatisfy { $0 == 0 })
      #expect(simulation.parameters[place.a.range] != federation.start[place.a.range])
      #expect(simulation.parameters[place.weight.range] != federation.start[place.weight.range])
    }
    var drawn = federation.start
    layout.heldWeights.restart(in: &drawn, seed: 42, round: 3)
    let factors = layout.lowRankFactors.map(\.range)
    #expect(drawn.gathered(factors) == simulation.parameters.gathered(factors))
  }
}
