import ArgumentParser
import Host
import Metrics
import Sim

/// How a run that goes on is shown: in the monitor, or headless.
struct LiveOptions: ParsableArguments {
  @Flag(help: "Without the monitor, even on a terminal.")
  var headless = false

  @Flag(help: "JSON lines on stdout; implies --headless.")
  var json = false

  @Option(help: "Workers, one thread each; 0: one a core.")
  var workers = 0

  @OptionGroup var display: DisplayOptions

  func validate() throws {
    guard headless || json, let option = display.named.first else { return }
    throw ValidationError("\(option) is for the monitor, which --headless and --json leave out")
  }

  /// Makes the host and lets it train, shown as asked.
  func run(_ host: @escaping HostMaker) throws {
    guard (0...1024).contains(workers) else {
      throw Failure("--workers \(workers): must be a whole number from 0 to 1024", .usage)
    }
    if headless || json {
      try Headless.run(json: json, host)
    } else {
      try LiveView.run(display, host)
    }
  }
}
