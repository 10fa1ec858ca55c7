import Metrics

extension Simulation {
  /// An asynchronous round: clients train until a buffer of updates is full, which is merged (docs/methods.md, "Asynchronous
  /// rounds").
  ///
  /// All clients that begin in it begin with the same parameters, so that they train concurrently; who they are and when
  /// they begin is worked out first, again and again until everybody's time is known.
  /// - Returns: nil when the run is being stopped; nothing has changed then.
  func mergeBuffer(_ plan: RoundPlan) -> RoundMerge.Outcome? {
    let open = OpenRound(plan, federation, server)
    let earlier = clients.touched.reduce(into: [Int: BufferSchedule.Flight]()) { all, client in
      all[client] = clients[client].flight.map {
        BufferSchedule.Flight(arrives: $0.arrives, counts: $0.change != nil)
      }
    }
    var known: [BufferSchedule.Departure: ClientResult] = [:]
    let isTimed = clock.fleet?.comesAndGoes ?? false
    // Only where devices leave does a client's part depend on when it begins; else none trains twice.
    func key(_ departure: BufferSchedule.Departure) -> BufferSchedule.Departure {
      isTimed ? departure : .init(client: departure.client, time: plan.begins)
    }
    while true {
      let schedule = BufferSchedule(
        round: plan.round, begins: plan.begins, flying: earlier, size: plan.settings.buffer,
        concurrency: plan.settings.cohort, clients: federation.participants,
        seed: UInt64(federation.settings.seed), clock
      ) { departure in
        known[key(departure)].map { ($0.report.simSeconds, $0.message != nil) }
      }
      let unknown = schedule.departures.filter { known[key($0)] == nil }
      guard !unknown.isEmpty else { return merge(schedule, open) { known[key($0)] } }
      var results: [ClientResult] = []
      let isDone = backend.perform(costs: unknown.map { open.cost($0.client, clients[$0.client]) })
      {
        [clients] index in
        let (client, time) = (unknown[index].client, unknown[index].time)
        return .train(open.job(client, clients[client], at: time))
      } deliver: { result in
        if case .trained(let result) = result { results.append(result) }
      }
      guard isDone, !gate.isStopped else { return nil }
      for (departure, result) in zip(unknown, results) { known[key(departure)] = result }
    }
  }

  /// Folds in who has landed, in client order, and notes who is under way.
  private func merge(
    _ schedule: BufferSchedule, _ open: OpenRound,
    result: (BufferSchedule.Departure) -> ClientResult?
  ) -> RoundMerge.Outcome {
    var merge = RoundMerge(open, open.fold(server))
    var began: [Int: (time: Double, result: ClientResult)] = [:]
    for departure in schedule.departures {
      began[departure.client] = result(departure).map { (departure.time, $0) }
    }
    for client in (schedule.landed + schedule.freed).sorted() {
      if let own = began[client] {
        merge.use(own.result)
      } else if let flight = clients[client].flight {
        merge.land(flight, clients[client], isCharged: false)
      }
    }
    for client in schedule.flying.keys.sorted() {
      guard let (time, result) = began[client] else { continue }
      // A failure is told at once, though the client is busy for a while.
      if result.message == nil { merge.use(result) }
      merge.depart(result, clients[client], at: time)
    }
    return finish(merge, seconds: schedule.ends - open.plan.begins)
  }
}
