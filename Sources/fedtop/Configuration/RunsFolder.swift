import ArgumentParser

/// Where stored runs are looked for.
struct RunsFolder: ParsableArguments {
  @Option(help: "Where run files are.")
  var runs = "runs"
}
