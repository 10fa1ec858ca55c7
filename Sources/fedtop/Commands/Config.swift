import ArgumentParser
import Host
import Sim

/// `fedtop config`: the settings in force.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the settings in force as a commented TOML file.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Print the settings (what the command does anyway).")
  var print = false

  func run() throws {
    StandardOutput.writeRaw(ConfigurationPrinter.text(try options.settings()) + "\n")
  }
}
