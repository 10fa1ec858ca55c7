import ArgumentParser
import Host

/// `fedtop watch`, and `fedtop` alone: a run and its monitor.
///
/// Without a terminal it runs headless.
struct Watch: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Start a run and watch it (what fedtop alone does).")

  @OptionGroup var options: RunOptions
  @OptionGroup var display: DisplayOptions

  func run() throws {
    let settings = try options.settings()
    try LiveView.run(display) { guardAction, listener in
      try RunHost(settings, guardAction: guardAction, listener: listener)
    }
  }
}
