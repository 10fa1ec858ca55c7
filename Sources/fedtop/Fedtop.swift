import ArgumentParser
import Foundation
import Host

/// The command line: `fedtop` alone starts the embedded experiment and shows it.
@main
struct Fedtop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fedtop",
    abstract: "Federated fine-tuning of transformer encoders, live in the terminal.",
    version: Program.build,
    subcommands: [
      Watch.self, Run.self, Sweep.self, Resume.self, Fork.self, Replay.self, Attach.self,
      Serve.self, Verify.self,
      Diagnose.self, Predict.self, Fisher.self, Frame.self,
      Runs.self, Export.self, Compare.self, Bench.self, Methods.self, Models.self,
      DataSets.self, Themes.self, Keys.self, Config.self, Pretrain.self, Prompts.self, Manual.self,
    ],
    defaultSubcommand: Watch.self)

  static func main() {
    Program.prepare()
    do {
      let arguments = meant(CommandLine.arguments.dropFirst())
      var command = try parseAsRoot(arguments)
      GivenTwice.tell(arguments, of: type(of: command)._commandName)
      if command is any TrainsAlone { try Crew.refuse(type(of: command)._commandName) }
      try command.run()
      Failure(nil, status: 0).leave()
    } catch {
      Failure(error).leave()
    }
  }
}

extension Fedtop {
  /// Arguments as they are meant where the parser takes them otherwise: a number below zero behind an option is its value and no
  /// option, and nothing behind `=` is a value that is empty and not missing.
  private static func meant(_ arguments: some Sequence<String>) -> [String] {
    var joined: [String] = []
    for argument in arguments {
      let isNumber = argument.first == "-" && argument.dropFirst().first?.isNumber == true
      if isNumber, let option = joined.last, option.hasPrefix("--"), option.count > 2,
        !option.contains("="), !joined.contains("--")
      {
        joined[joined.count - 1] = option + "=" + argument
      } else if argument.hasPrefix("--"), argument.count > 3,
        argument.firstIndex(of: "=") == argument.index(before: argument.endIndex),
        !joined.contains("--")
      {
        joined += [String(argument.dropLast()), ""]
      } else {
        joined.append(argument)
      }
    }
    return joined
  }
}

/// A command that trains and does not share its work with other ranks: a launcher that starts several of it is refused.
protocol TrainsAlone: ParsableCommand {}
