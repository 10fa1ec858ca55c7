import Host
import Plain

/// What the argument parser knows of one command, as it says it itself.
struct CommandManual {
  /// An option, a flag or an argument.
  struct Argument {
    /// `--lr <lr>`, `-h, --help`, or `<run>`.
    var label: String
    /// How it stands in the line of a synopsis.
    var synopsis: String
    var help: String
    var isPositional: Bool
    /// `--lr`, `-h`, `--help`; none of an argument by its place.
    var names: [String]
    /// Whether it has a value of which there can be but one.
    var takesOneValue: Bool
  }

  /// Words that call it: `fedtop`, or `fedtop run`.
  var words: [String]
  var abstract: String
  var discussion: String
  var arguments: [Argument]
  var subcommands: [CommandManual]

  /// Name of its page: `fedtop-run`.
  var page: String { words.joined(separator: "-") }

  /// The whole program, from the parser's own description of it.
  static func program() throws -> CommandManual {
    let description = try JSONValue.parse(Array(Fedtop._dumpHelp().utf8))
    guard let command = description["command"] else {
      throw Failure("the argument parser describes no command", .bug)
    }
    return CommandManual(command, under: [])
  }

  private init(_ command: JSONValue, under parents: [String]) {
    words = parents + [command["commandName"]?.text ?? ""]
    abstract = command["abstract"]?.text ?? ""
    discussion = command["discussion"]?.text ?? ""
    arguments = Self.shown(command["arguments"]).map(Argument.init)
    subcommands = []
    for subcommand in Self.shown(command["subcommands"])
    where subcommand["commandName"]?.text != "help" {
      subcommands.append(CommandManual(subcommand, under: words))
    }
  }

  private static func shown(_ list: JSONValue?) -> [JSONValue] {
    (list?.elements ?? []).filter { $0["shouldDisplay"] != .bool(false) }
  }
}

extension CommandManual.Argument {
  init(_ argument: JSONValue) {
    let value = "<\(argument["valueName"]?.text ?? "value")>"
    names = (argument["names"]?.elements ?? []).compactMap { name -> String? in
      name["name"]?.text.map { (name["kind"]?.text == "short" ? "-" : "--") + $0 }
    }
    isPositional = names.isEmpty
    let takesValue = argument["kind"]?.text != "flag"
    label =
      isPositional ? value : names.joined(separator: ", ") + (takesValue ? " \(value)" : "")
    let short = isPositional ? value : (names.last ?? "") + (takesValue ? " \(value)" : "")
    let isRepeating = argument["isRepeating"] == .bool(true)
    takesOneValue = takesValue && !isRepeating
    let repeated = short + (isRepeating ? " ..." : "")
    synopsis = argument["isOptional"] == .bool(true) ? "[\(repeated)]" : repeated
    let first = argument["defaultValue"]?.text.map { " (default: \($0))" } ?? ""
    help = (argument["abstract"]?.text ?? "") + first
  }
}
