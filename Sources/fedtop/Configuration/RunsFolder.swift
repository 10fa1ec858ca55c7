import ArgumentParser

/// Where stored runs are looked for.
struct RunsFolder: ParsableArguments {
  @Option(name: .customLong("runs"), help: "Where run files are. (default: runs)")
  var named: String?

  /// The folder.
  var runs: String { named ?? "runs" }
}
