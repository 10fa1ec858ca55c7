import ArgumentParser
import Host
import Plain

/// Where the data and the model of a stored run are, when they are no longer where they were.
struct MovedOptions: ParsableArguments {
  @Option(help: "Where the run's data is now, if it was moved.")
  var data: String?

  @Option(help: "Where the run's model is now, if it was moved.")
  var model: String?

  @Option(help: "Where the held-out samples are now that the run was given with --test.")
  var test: String?

  /// The same as the host of a run takes it.
  var sources: MovedSources {
    MovedSources(
      data: data?.homeExpanded, model: model?.homeExpanded, test: test?.homeExpanded)
  }
}
