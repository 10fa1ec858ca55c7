import Transformer

@testable import Sim

/// Clients whose losses are ½ aₖ (x − bₖ)² in one parameter, trained through a method's rules by plain gradient steps.
///
/// The encoder is only there because a workbench has one: its first parameter plays x.
struct Quadratics {
  let curvatures: [Float]
  let minima: [Float]
  let rules: [any LocalRule]
  let rule: any ServerRule
  var rate: Float = 0.1
  var steps = 3
  private let tiny: TinyEncoder
  private(set) var server: ServerState
  private(set) var clients: [Sim.ClientState]

  init(_ curvatures: [Float], _ minima: [Float], start: Float, method: Method) throws {
    self.curvatures = curvatures
    self.minima = minima
    rules = method.rules
    rule = method.server
    tiny = try TinyEncoder()
    server = ServerState(parameters: [start] + tiny.parameters.dropFirst())
    rule.begin(&server)
    clients = Array(repeating: Sim.ClientState(), count: curvatures.count)
  }

  /// x on the server.
  var x: Float { server.parameters[0] }

  /// One round of all clients, which have as many samples each.
  mutating func round() {
    var plan = tiny.training(gal: []).plan
    plan.travelling = [0..<1]
    plan.returning = plan.travelling
    plan.personal = []
    plan.learningRate = Double(rate)
    let messages = rule.messages(server, plan)
    var fold = rule.fold(server, plan, tiny.encoder.layout, clients: clients.count)
    for client in clients.indices {
      let received = messages(client)
      var parameters = server.parameters
      parameters[0] = received.numbers(Message.parameters)[0]
      let training = LocalTraining(
        encoder: tiny.encoder, session: EncoderSession(encoder: tiny.encoder),
        gate: Gate { _ in }, plan: plan, received: received, data: TokenizedData(), lists: [],
        parameters: parameters, state: clients[client])
      rules.forEach { $0.begin(training) }
      for _ in 0..<steps {
        training.gradient = [Float](repeating: 0, count: parameters.count)
        training.gradient[0] = curvatures[client] * (training.parameters[0] - minima[client])
        rules.forEach { $0.correct(training) }
        training.parameters[0] -= rate * training.gradient[0]
        training.steps += 1
        rules.forEach { $0.stepped(training) }
      }
      rules.forEach { $0.end(training) }
      clients[client] = training.state
      var message = Message()
      message.add(Message.parameters, [training.parameters[0]])
      message.append(training.sent)
      fold.add(
        ClientUpdate(client: client, samples: 10, steps: steps, message: message))
    }
    fold.finish(&server)
  }
}
