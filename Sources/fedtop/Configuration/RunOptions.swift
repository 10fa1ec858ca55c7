import ArgumentParser
import Host
import Sim

/// Options that every command with a run takes; a file gives the same values, flags win over it.
struct RunOptions: ParsableArguments {
  @Argument(help: "A TOML file with settings; see fedtop config --print.")
  var configuration: String?

  @Option(help: "embedded, minilm, or a Hugging Face directory.")
  var model: String?

  @Option(help: "Products with frozen weights: float32, or bf16 with oneDNN.")
  var precision: String?

  @Option(help: "Whose products with frozen weights: auto, openblas or onednn.")
  var blas: String?

  @Option(help: "question, agreement, a fetched set, or a file.")
  var data: String?

  @OptionGroup var table: DataOptions

  @Option(help: "The method; see fedtop methods.")
  var method: String?

  @Option(help: "Clients.")
  var clients: String?

  @Option(help: "Clients of one round.")
  var cohort: String?

  @Option(help: "Rounds.")
  var rounds: String?

  @Option(help: ArgumentHelp(DataOptions.partitions, valueName: "name"))
  var partition: String?

  @Option(help: "Dirichlet concentration over labels.")
  var alpha: String?

  @Option(help: "Samples a batch.")
  var batch: String?

  @Option(help: "Passes a client makes over its data in a round.")
  var localEpochs: String?

  @Option(help: "Learning rate of the first round.")
  var lr: String?

  @Option(help: "Rank of LoRA.")
  var rank: String?

  @Option(help: "Kept fraction of neurons in the local layers.")
  var sparsity: String?

  @Option(help: "Global layers: auto, gap, plateau, all, none, a count, or a fraction.")
  var gal: String?

  @Option(help: "How the share of used batches grows.")
  var pacing: String?

  @Option(help: "Seed of every draw.")
  var seed: String?

  @Option(help: "Workers, one thread each; 0: one a core.")
  var workers: String?

  @Option(help: "Where run files go.")
  var runs: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Any other setting.", valueName: "section.key=value"))
  var assignments: [String] = []

  /// The settings in force.
  /// - Throws: `ConfigurationError` for the file, a usage `Failure` for flags.
  func settings() throws -> Settings {
    var settings = Settings()
    if let configuration { try ConfigurationFile(path: configuration).apply(to: &settings) }
    for (flag, key, _) in try settings.set(flags + table.flags, assignments) {
      try settings.refuseForeign(key, flag: flag)
      try settings.refuseUnread(key, flag: flag)
    }
    settings.expandHome()
    return settings
  }

  /// Whether there are any.
  var areGiven: Bool {
    configuration != nil || !assignments.isEmpty
      || (flags + table.flags).contains { $0.text != nil }
  }

  private var flags: [(flag: String, key: String, text: String?)] {
    [
      ("--model", "model.name", model), ("--precision", "model.precision", precision),
      ("--blas", "run.blas", blas), ("--data", "data.name", data),
      ("--method", "method.name", method),
      ("--clients", "federation.clients", clients),
      ("--cohort", "federation.cohort", cohort), ("--rounds", "federation.rounds", rounds),
      ("--partition", "federation.partition", partition), ("--alpha", "federation.alpha", alpha),
      ("--batch", "train.batch", batch), ("--local-epochs", "train.local_epochs", localEpochs),
      ("--lr", "train.learning_rate", lr), ("--rank", "lora.rank", rank),
      ("--sparsity", "mask.sparsity", sparsity), ("--gal", "gal.count", gal),
      ("--pacing", "curriculum.pacing", pacing), ("--seed", "run.seed", seed),
      ("--workers", "run.workers", workers), ("--runs", "run.directory", runs),
    ]
  }
}
