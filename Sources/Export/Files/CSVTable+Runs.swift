import Metrics
import Plain

extension CSVTable {
  /// A row a round; totals include the initialisation.
  public init(rounds snapshot: RunSnapshot) {
    let metrics = Set(snapshot.rounds.flatMap { ($0.metrics ?? [:]).keys }).sorted()
    // Of a language model it is exact matches that are a share.
    let share = (snapshot.score == .exactMatch ? Score.exactMatch : .accuracy).rawValue
    let columns: [String] = [
      "round", "train_loss", share, share + "_global", "loss", "share", "sparsity_ratio",
      "learning_rate", "gal", "cohort", "failures", "tokens", "bytes_up", "bytes_down",
      "bytes_up_total", "bytes_down_total", "sim_seconds", "sim_seconds_total", "wall_seconds",
      "flops", "flops_total", "stale", "longest", "epsilon",
    ]
    header = columns + metrics
    for (round, spent) in zip(snapshot.rounds, snapshot.spent) {
      let row: [String] = [
        "\(round.round)", Self.field(round.trainLoss), Self.field(round.accuracy),
        Self.field(round.accuracyGlobal), Self.field(round.loss), Self.field(round.share),
        Self.field(round.sparsityRatio), Self.field(round.learningRate), Self.field(round.gal),
        Self.field(round.cohort), "\(round.failures)", "\(round.tokens)", "\(round.bytesUp)",
        "\(round.bytesDown)", "\(spent.bytesUp)", "\(spent.bytesDown)",
        Self.field(round.simSeconds),
        Self.field(spent.simSeconds), Self.field(round.wallSeconds),
        Self.field(round.flops), Self.field(spent.flops), "\(round.stale ?? 0)",
        round.longest.map(String.init) ?? "",
        Self.field(round.epsilon),
      ]
      rows.append(row + metrics.map { Self.field(round.metrics?[$0]) })
    }
  }

  /// A row a client and round, of the clients that were sampled.
  public init(clients events: [RunEvent]) {
    header = [
      "round", "client", "batches_used", "batches_total", "tokens", "steps", "train_loss",
      "difficulty", "fisher", "live_neurons", "bytes_up", "bytes_down", "sim_seconds", "flops",
      "staleness", "failure",
    ]
    for case .clientFinished(let report) in events {
      rows.append([
        "\(report.round)", "\(report.client)", "\(report.batchesUsed)", "\(report.batchesTotal)",
        "\(report.tokens)", "\(report.steps)", Self.field(report.trainLoss),
        Self.field(report.difficulty), Self.field(report.fisher), Self.field(report.liveNeurons),
        "\(report.bytesUp)", "\(report.bytesDown)", Self.field(report.simSeconds),
        Self.field(report.flops), report.staleness.map(String.init) ?? "",
        printable(report.failure ?? ""),
      ])
    }
  }
}
