import ArgumentParser
import Host
import TUI

/// `fedtop keys`: the monitor's keys.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the monitor's keys.")

  func run() throws {
    PersonalFile.tellProblems()
    StandardOutput.writeRaw(PersonalFile.options.keys.markdown + "\n")
  }
}
