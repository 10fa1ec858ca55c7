import Metrics
import Transformer

/// What a choice of global layers in the middle of a run came to.
struct LayersChosen {
  /// Clients whose state it changed.
  var changed: [Int] = []
  /// What is told of it.
  var notices: [RunEvent] = []
  var bytesUp = 0
  var bytesDown = 0
  var simSeconds = 0.0
  var flops = 0.0
  /// What was there before; nil when nothing was chosen.
  var before: (server: ServerState, clients: ClientStates)?

  /// Charges the round that follows.
  func charge(_ report: inout RoundReport) {
    report.bytesUp += bytesUp
    report.bytesDown += bytesDown
    report.simSeconds += simSeconds
    report.flops = report.flops.map { $0 + flops }
  }
}

extension Simulation {
  /// Lets the method choose its global layers anew, if it does so before the next round.
  ///
  /// A layer that becomes global begins as the n_k-weighted mean of what clients have kept of it, which they send; one
  /// that ceases to be is sent to all clients that have taken part, which go on from there on their own.
  /// - Returns: what it came to; nil when the run is being stopped.
  func chooseLayersAgain() -> LayersChosen? {
    guard let method = federation.method.initialisation, method.isDue(before: round + 1) else {
      return LayersChosen()
    }
    let before = (server: server, clients: clients, ranges: personalRanges)
    guard let inquiry = ask(method, model: { [self] in parameters(ofClient: $0) }) else {
      return nil
    }
    var chosen = LayersChosen(
      bytesUp: inquiry.bytesUp, bytesDown: inquiry.bytesDown, simSeconds: inquiry.simSeconds,
      flops: inquiry.flops, before: (before.server, before.clients))
    if server.globalLayers != before.server.globalLayers {
      move(from: (before.server.globalLayers, before.ranges), into: &chosen)
    }
    return chosen
  }

  /// Moves parameters between the server and its clients after the global layers have changed.
  private func move(
    from before: (layers: [Int], ranges: [Range<Int>]), into chosen: inout LayersChosen
  ) {
    let after = personalRanges
    let everything = [0..<server.parameters.count]
    let becameGlobal = before.ranges.intersection(everything.subtracting(after))
    let becameLocal = after.intersection(everything.subtracting(before.ranges))
    let taken = clients.touched.filter { clients[$0].participations > 0 }
    var mean = WeightedMean(of: Message.parameters, ranges: becameGlobal)
    for client in taken {
      var whole = server.parameters
      if let own = clients[client].own { whole.scatter(own, into: before.ranges) }
      var message = Message()
      message.add(Message.parameters, whole.gathered(becameGlobal))
      mean.add(
        ClientUpdate(
          client: client, samples: federation.partition.count(of: client), steps: 0,
          message: message))
      clients[client].own = whole.gathered(after)
      federation.method.rules.forEach { $0.layersChanged(&clients[client]) }
    }
    mean.finish(&server)
    let (up, down) = (4 * becameGlobal.valueCount, 4 * becameLocal.valueCount)
    chosen.bytesUp += up * taken.count
    chosen.bytesDown += down * taken.count
    let seconds = taken.map { client in
      clock.seconds(Work(), ofClient: client, at: totals.simSeconds, up: up, down: down)
    }
    chosen.simSeconds += seconds.max() ?? 0
    chosen.changed = taken
    let text =
      "global layers are now \(server.globalLayers.map(String.init).joined(separator: " ")), they were "
      + before.layers.map(String.init).joined(separator: " ")
    let notice = RunEvent.notice(Notice(level: .info, round: round + 1, text: text))
    hub.emit(notice)
    chosen.notices = [notice]
  }
}
