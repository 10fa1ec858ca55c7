import ArgumentParser
import Foundation
import Host
import Plain

/// `fedtop manual`: the pages of the manual, for who installs the program.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the pages of the manual into a folder.", shouldDisplay: false)

  @Argument(help: "The folder, which must exist.")
  var folder: String

  func run() throws {
    let program = try CommandManual.program()
    for command in [program] + program.subcommands {
      try OutputFile.replace(
        "\(folder)/\(command.page).1", with: Data(ManualPage(command).roff.utf8))
    }
  }
}
