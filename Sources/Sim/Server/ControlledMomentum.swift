import Foundation
import Transformer

/// What FedPepTAO's server does with the clients' prefixes.
enum PepTAOServer: String, Sendable, CaseIterable {
  /// As the authors' program does it.
  case code
  /// Momentum on the way to the mean, corrected by control variates.
  case clean
}

/// Momentum with a control variate of each client, all of it on the server.
struct ControlledMomentum: ServerRule {
  /// Names of what the server keeps.
  enum Name {
    static let velocity = "velocity"
    static let control = "control"
    static let change = "change"
    static let rounds = "pseudo-gradients"
    static func control(of client: Int) -> String { "control.\(client)" }
  }

  var form: PepTAOServer
  /// First η_s.
  var rate: Double
  /// μ.
  var momentum: Double
  /// All clients.
  var clients: Int

  init(_ settings: Settings) {
    form = settings.pepTAOServer
    rate = settings.pepTAORate
    momentum = settings.pepTAOMomentum
    clients = settings.clients
  }

  /// v, c, the step of the round before, and c_k of who took part.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [Name.velocity, Name.control, Name.change].map { StateField($0, count: layout.count) }
      + (0..<clients).map {
        StateField(Name.control(of: $0), count: layout.count, isOptional: true)
      }
  }

  /// Zeros.
  func begin(_ server: inout ServerState) {
    for name in [Name.velocity, Name.control, Name.change] {
      server.values.vectors[name] = [Float](repeating: 0, count: server.parameters.count)
    }
  }

  /// The clients' mean, and what their steps say of the control variates.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    ControlledMerge(rule: self, server, plan, clients: clients)
  }
}

/// A round of `ControlledMomentum` under way.
private struct ControlledMerge: ServerFold {
  private typealias Name = ControlledMomentum.Name

  private let rule: ControlledMomentum
  private let ranges: [Range<Int>]
  private let learningRate: Double
  private let clients: Int
  private let before: ServerState
  private let parameters: [Float]
  private let control: [Float]
  private var mean: WeightedMean
  /// Σ of the changes of c_k, by steps or plain; Σ n_k·c_k; the weights of both.
  private var changes: [Double]
  private var controls: [Double]
  private var changeWeight = 0.0
  private var sampleWeight = 0.0
  private var steps = 0
  private var updates = 0
  private var renewed: [(client: Int, control: [Float])] = []

  init(rule: ControlledMomentum, _ server: ServerState, _ plan: RoundPlan, clients: Int) {
    self.rule = rule
    self.clients = clients
    ranges = plan.returning
    learningRate = plan.learningRate
    before = server
    parameters = server.parameters.gathered(ranges)
    control = (server.values.vectors[Name.control] ?? []).gathered(ranges)
    mean = WeightedMean(of: Message.parameters, ranges: ranges)
    changes = [Double](repeating: 0, count: parameters.count)
    controls = changes
  }

  mutating func add(_ update: ClientUpdate) {
    mean.add(update)
    let values = update.message.numbers(Message.parameters)
    let span = Double(update.steps) * learningRate
    guard values.count == parameters.count, span > 0 else { return }
    let weight = rule.form == .code ? Double(update.steps) : 1
    let samples = Double(update.samples)
    let stored = before.values.vectors[Name.control(of: update.client)]
    var own = stored?.gathered(ranges) ?? [Float](repeating: 0, count: parameters.count)
    for index in own.indices {
      let old = Double(own[index])
      let step = (Double(parameters[index]) - Double(values[index])) / span
      let new = rule.form == .code ? old - Double(control[index]) + step : step
      own[index] = Float(new)
      changes[index] += weight * (new - old)
      controls[index] += samples * (rule.form == .code ? new : old)
    }
    changeWeight += weight
    sampleWeight += samples
    steps += update.steps
    updates += 1
    var whole = stored ?? [Float](repeating: 0, count: before.parameters.count)
    whole.scatter(own, into: ranges)
    renewed.append((update.client, whole))
  }

  func finish(_ server: inout ServerState) {
    guard let mean = mean.mean, updates > 0 else { return }
    let rounds = server.values.numbers[Name.rounds] ?? 0
    let share = Double(updates) / Double(max(1, clients))
    let momentum = rule.momentum
    let span = Double(steps) / Double(updates) * learningRate
    let rate = max(rule.rate * pow(0.99, rounds), min(rule.rate, 1e-4))
    var next = mean
    var velocity = (server.values.vectors[Name.velocity] ?? []).gathered(ranges)
    var change = (server.values.vectors[Name.change] ?? []).gathered(ranges)
    var control = control
    for index in next.indices {
      let delta = Double(parameters[index]) - Double(mean[index])
      let renewedControl = Double(control[index]) + share * changes[index] / changeWeight
      let own = controls[index] / sampleWeight
      switch rule.form {
      case .code where rounds > 0:
        let slope = Double(change[index]) - delta
        let v = momentum * Double(velocity[index]) + (1 - momentum) * slope + renewedControl - own
        velocity[index] = Float(v)
        if rate > 0 { next[index] = Float(Double(mean[index]) - rate * v) }
      case .code: break
      case .clean:
        let slope = delta + span * (Double(control[index]) - own)
        let v = momentum * Double(velocity[index]) + (1 - momentum) * slope
        velocity[index] = Float(v)
        next[index] = Float(Double(parameters[index]) - v)
      }
      change[index] = Float(delta)
      control[index] = Float(renewedControl)
    }
    server.parameters.scatter(next, into: ranges)
    server.values.vectors[Name.velocity]?.scatter(velocity, into: ranges)
    server.values.vectors[Name.change]?.scatter(change, into: ranges)
    server.values.vectors[Name.control]?.scatter(control, into: ranges)
    for (client, control) in renewed {
      server.values.vectors[Name.control(of: client)] = control
    }
    server.values.numbers[Name.rounds] = rounds + 1
  }
}
