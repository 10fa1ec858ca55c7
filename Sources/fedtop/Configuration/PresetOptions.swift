import ArgumentParser
import TUI

/// Which layout the panes begin with.
struct PresetOptions: ParsableArguments {
  @Option(help: "The preset that lays the panes out: one that is built in, or of a presets.toml.")
  var preset: String?

  /// Gives a monitor the presets that there are, and lays its panes out as asked.
  ///
  /// What is wrong with a file of presets is said at the bottom, or thrown where it may be in the way of what was asked for.
  /// - Throws: `PresetError`.
  func lay(_ monitor: inout Monitor) throws {
    let library = PresetLibrary.installed
    monitor.take(library)
    if let preset { monitor.use(preset: try library.preset(preset)) }
  }
}
