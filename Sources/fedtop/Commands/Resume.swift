import ArgumentParser
import Host
import Metrics

/// `fedtop resume`: goes on with an interrupted run.
struct Resume: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Go on with an interrupted run; it ends as if it had never stopped.")

  @OptionGroup var stored: StoredRunOptions
  @OptionGroup var moved: MovedOptions
  @OptionGroup var live: LiveOptions

  func run() throws {
    let path = try stored.path()
    try live.run { guardAction, listener in
      try RunHost(
        resuming: path, moved: moved.sources, workers: live.workers, guardAction: guardAction,
        listener: listener)
    }
  }
}
