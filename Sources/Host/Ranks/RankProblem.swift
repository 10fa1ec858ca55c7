import Metrics

/// Why ranks that were started together cannot work together, in one line.
enum RankProblem: Error, Equatable, CustomStringConvertible {
  /// A rank has said nothing since the job began; so where it is nobody knows.
  case silent(rank: Int, seconds: Double)
  /// A rank has said who it is, and then nothing.
  case stuck(name: String, seconds: Double)
  /// A rank is of another build.
  case otherBuild(rank: Int, RankHello, asker: Int, RankHello)
  /// What a rank says is nothing that this build knows.
  case strange(name: String)

  /// What is wrong, where, and what to do.
  var description: String {
    switch self {
    case .silent(let rank, let seconds):
      "rank \(rank), on a host that nobody knows yet, has said nothing for "
        + "\(Units.duration(seconds: seconds)): it hangs, or is another build of fedtop than "
        + "\(Program.origin)"
    case .stuck(let name, let seconds):
      "\(name) has not opened model and data in \(Units.duration(seconds: seconds))"
    case .otherBuild(let rank, let hello, let asker, let own):
      "rank \(rank) on \(hello.host): it is \(Self.name(hello, beside: own)), "
        + "rank \(asker) \(Self.name(own, beside: hello)): start all ranks from one build"
    case .strange(let name):
      "\(name): it is another build of fedtop than \(Program.origin): start all ranks from one build"
    }
  }

  /// How the job ends.
  var status: Failure.Status {
    switch self {
    case .silent, .stuck: .rankLost
    case .otherBuild, .strange: .data
    }
  }

  /// Builds of one name may speak differently: whoever changes the form may not have committed yet.
  private static func name(_ hello: RankHello, beside other: RankHello) -> String {
    hello.program == other.program ? "\(hello.program), form \(hello.form)" : hello.program
  }
}
