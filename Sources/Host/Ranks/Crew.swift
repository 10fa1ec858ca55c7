import Foundation
import Metrics
import Plain
import Ranks
import Sim

/// The processes of one job, seen from this one: they find together, compare what they have, share the work of a run, and
/// end together.
///
/// The thread that makes it must be the one that trains: it alone talks to MPI.
public final class Crew: @unchecked Sendable {
  // Unchecked: touched by that thread alone.
  private let wire: MPIWire
  private let launcher: Launcher?
  private var handshake: RankHandshake
  /// What each of the others has opened, once all have said so.
  private var answers: [RankAnswer]?
  /// Of each rank, once all can work together.
  private var members: [RankIdentity] = []
  private var team: FarmTeam?

  /// Name of the back-end that spreads a run over ranks.
  public static let backend = "mpi"

  /// Finds the other processes.
  ///
  /// - Parameter backend: who is to do the jobs, as a person said; nil: ranks, if a launcher started this process.
  /// - Returns: nil when the process is to work alone.
  /// - Throws: `RanksError`; on any rank but 0 a failure without words. Ranks of another build end all at once.
  public static func join(_ backend: String?) throws -> Crew? {
    let environment = ProcessInfo.processInfo.environment
    let launcher = Launcher(environment: environment)
    let isOneOfMany = (launcher?.size ?? 1) > 1
    guard backend == Self.backend || backend == nil && isOneOfMany else { return nil }
    let library = environment["FEDTOP_MPI"].flatMap { $0.isEmpty ? nil : $0 }
    do {
      let crew = Crew(try MPIWire(launcher, library: library), launcher)
      crew.meet()
      return crew
    } catch {
      // All of a machine find the same: one line of each is enough, or one alone where the command line is to be changed.
      guard let launcher, launcher.rank > 0 else { throw error }
      let status = error.isUsage ? Failure.Status.usage : .unavailable
      guard !error.isUsage, launcher.isFirstOfHost else { throw Failure(nil, status) }
      throw Failure("rank \(launcher.rank) on \(host): \(error)", status)
    }
  }

  /// Fails where a launcher started several processes, each of which would do the whole work.
  /// - Throws: a usage failure, with words on rank 0 alone.
  public static func refuse(_ command: String) throws(Failure) {
    guard let launcher = Launcher(environment: ProcessInfo.processInfo.environment),
      launcher.size > 1
    else { return }
    let words =
      "\(launcher.size) processes were started together, and each would do the whole of fedtop \(command): only "
      + "fedtop run shares its work (run --resume-latest goes on with a run)"
    throw Failure(launcher.rank == 0 ? words : nil, .usage)
  }

  private init(_ wire: MPIWire, _ launcher: Launcher?) {
    self.wire = wire
    self.launcher = launcher
    handshake = RankHandshake(wire, host: Self.host)
  }

  /// Hears who the others are, before anything is opened.
  private func meet() { orEnd { try handshake.meet() } }

  /// Does a step of the handshake; where it fails, all end, and one says why.
  private func orEnd<Result>(_ step: () throws -> Result) -> Result {
    do {
      return try step()
    } catch {
      let problem = error as? RankProblem
      // Rank 0 finds the same out, says it and ends all ranks. If it does not, this one must.
      if !isLeader { sleep(Self.grace) }
      StandardError.write("fedtop: \(problem.map(\.description) ?? "\(error)")")
      wire.abort(status: (problem?.status ?? .bug).rawValue)
    }
  }

  /// Seconds that rank 0 has to end the job itself.
  private static let grace: UInt32 = 3

  /// Whether this rank leads: it has the run file, and it alone prints.
  public var isLeader: Bool { wire.rank == 0 }

  /// Workers of this rank: those that were asked for, else one a core, which ranks of one machine share unless each is
  /// bound to its own.
  public func workers(_ asked: Int) -> Int {
    guard asked == 0 else { return asked }
    let cores = Cores.allowed
    return cores < Cores.all ? cores : max(1, cores / max(1, launcher?.localSize ?? 1))
  }

  // MARK: Any rank but 0

  /// Takes part as a rank that is not 0, until the job is over.
  ///
  /// - Parameters:
  ///   - open: opens model and data.
  ///   - failure: what an error means for people.
  /// - Returns: the exit status, which is rank 0's.
  public func serve(
    _ open: () throws -> Federation, failure: (any Error) -> Failure
  ) throws -> Int32 {
    // Rank 0 hears these too, and says what is to be done.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
    let opened = Result { () -> (Federation, RankIdentity) in
      let federation = try open()
      let sources = try federation.fingerprint()
      return (federation, RankIdentity(federation, sources, host: Self.host))
    }
    let answer: RankAnswer
    switch opened {
    case .success(let (_, identity)): answer = .ready(identity)
    case .failure(let error):
      let failure = failure(error)
      answer = .failed(message: failure.message ?? "", status: failure.status)
    }
    let verdict = orEnd { try handshake.verdict(on: answer) }
    defer { wire.end() }
    if case .refused(let status) = verdict { return status }
    do {
      try FarmHelper(opened.get().0, wire: wire).serve()
    } catch {
      StandardError.write("fedtop: rank \(wire.rank) on \(Self.host): \(error)")
      wire.abort(status: Failure.Status.bug.rawValue)
    }
    return 0
  }

  // MARK: Rank 0

  /// Hears what the others have, and holds it against this rank's.
  ///
  /// - Returns: the team, and what is to be told and recorded of it.
  /// - Throws: `Failure`, one line, for the first rank that cannot take part; all ranks end then.
  func assemble(
    _ federation: Federation, _ sources: RunSources
  ) throws -> (team: FarmTeam, warnings: [Notice]) {
    let own = RankIdentity(federation, sources, host: Self.host)
    var others: [RankIdentity] = []
    for (place, answer) in listen().enumerated() {
      let name = handshake.name(place + 1)
      switch answer {
      case .ready(let identity):
        if let difference = own.difference(identity) {
          throw Failure("\(name): \(difference)", .data)
        }
        others.append(identity)
      case .failed(let message, let status): throw Failure("\(name): \(message)", status: status)
      }
    }
    members = [own] + others
    try handshake.tell(.welcome)
    let team = FarmTeam(
      wire: wire, workers: members.map(\.workers), hosts: members.map(\.host)
    ) { [self] problem in abort(problem) }
    self.team = team
    let warnings = members.indices.compactMap { rank in
      members[rank].arithmetic == own.arithmetic
        ? nil
        : Notice(
          level: .warning,
          text: "\(team.name(rank)) computes with \(members[rank].arithmetic), "
            + "rank 0 with \(own.arithmetic): the last bits may be others than on equal machines")
    }
    return (team, warnings)
  }

  /// What the other ranks have opened, in their order.
  private func listen() -> [RankAnswer] {
    if let answers { return answers }
    let answers = orEnd { try handshake.answers { StandardError.write("fedtop: \($0)") } }
    self.answers = answers
    return answers
  }

  /// Ends the job in good order, with this exit status: the others may wait for work, or for a verdict yet.
  public func leave(status: Int32) throws {
    if let team {
      if let rank = team.dismiss().first { abort("\(team.name(rank)) does not end") }
    } else {
      // What the others say first is heard out: else they would wait in vain for this rank to take it.
      _ = listen()
      try handshake.tell(.refused(status: status))
    }
    wire.end()
  }

  /// Says why, and ends all ranks at once: some do not answer, and the round in flight cannot be told whole.
  public func abort(_ problem: String) -> Never {
    StandardError.write(
      "fedtop: \(problem): the run file holds every round before; go on with --resume-latest")
    StandardOutput.flush(within: 0.3)
    wire.abort(status: Failure.Status.rankLost.rawValue)
  }

  /// One line: who is there.
  public var sentence: String {
    let hosts = Set(members.map(\.host)).count
    let workers = members.reduce(0) { $0 + $1.workers }
    return "\(wire.size) ranks on \(hosts) host\(hosts == 1 ? "" : "s"), \(workers) workers"
  }

  /// Why a run ended before its time, if ranks are why.
  public func loss(_ simulation: Simulation) -> String? {
    guard let team, let tally = simulation.tally else { return nil }
    if let problem = tally.problem { return problem }
    guard let rank = tally.lost.first else { return nil }
    let more = tally.lost.count > 1 ? ", and \(tally.lost.count - 1) more" : ""
    return "\(team.name(rank)) is gone\(more)"
  }

  /// What each rank did, or of many the extreme ones, a line each.
  public func report(_ simulation: Simulation, seconds: Double) -> [String] {
    guard let team, let tally = simulation.tally, seconds > 0 else { return [] }
    let told = tally.shares.told
    let lines = told.enumerated().map { place, share in
      let rank = share.rank ?? place
      return "\(team.name(rank)): \(share.workers) workers, \(share.clients) clients and "
        + "\(share.jobs - share.clients) other jobs, busy \(Units.percent(share.busy(in: seconds))), "
        + "\(Units.bytes(share.bytesDown)) to it, \(Units.bytes(share.bytesUp)) from it"
    }
    guard told.count < tally.shares.count else { return lines }
    let all = RankTotal(tally.shares)
    return lines + [
      "these are the busiest and the least busy of \(all.ranks) ranks, which trained \(all.clients) "
        + "clients, busy \(Units.percent(all.busy(in: seconds)))"
    ]
  }

  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
