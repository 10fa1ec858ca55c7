import ArgumentParser
import Host
import Sim
import TUI

/// `fedtop config`: the settings in force.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the settings in force as a commented TOML file.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Print the settings (what the command does anyway).")
  var print = false

  @Flag(help: "Print the options of the monitor instead, as the person's own file may have them.")
  var monitor = false

  func validate() throws {
    if monitor, print { throw ValidationError("give either --print or --monitor") }
    if monitor, options.areGiven {
      throw ValidationError("--monitor prints options of the monitor: leave those of a run out")
    }
  }

  func run() throws {
    if monitor { return try printMonitor() }
    StandardOutput.writeRaw(ConfigurationPrinter.text(try options.settings()) + "\n")
  }

  /// The options in force, and where they can be written down.
  private func printMonitor() throws {
    var lines = [
      "# Options of the monitor; \(PersonalFile.path ?? "no file") has them, and O in the monitor."
    ]
    lines += ["", "[monitor]"]
    for option in MonitorOption.all {
      let word = PersonalFile.options.values[option.key] ?? option.standard
      lines.append("# \(option.help) (\(option.expectation))")
      lines.append("\(option.key) = \(option.literal(word))")
    }
    lines.forEach(StandardOutput.write)
    PersonalFile.tellProblems()
  }
}
