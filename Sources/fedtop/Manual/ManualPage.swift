import Host

/// A command's page in the manual, as `man` reads it (man(7)).
struct ManualPage {
  private var text = ""

  /// The page of `command`; that of the program itself has what is true of all.
  init(_ command: CommandManual) {
    title(command)
    section("SYNOPSIS")
    line(".B \(Self.escaped(command.words.joined(separator: " ")))")
    if command.subcommands.isEmpty {
      paragraph(command.arguments.map(\.synopsis).joined(separator: " "))
    } else {
      paragraph("[<command>] [<options>]")
    }
    section("DESCRIPTION")
    paragraph(command.abstract)
    if !command.discussion.isEmpty { paragraph(command.discussion) }
    list("ARGUMENTS", command.arguments.filter(\.isPositional).map { ($0.label, $0.help) })
    list("OPTIONS", command.arguments.filter { !$0.isPositional }.map { ($0.label, $0.help) })
    list("COMMANDS", command.subcommands.map { ("\($0.page)(1)", $0.abstract) })
    if command.words.count == 1 { surroundings() } else { seeAlso(["fedtop(1)"]) }
  }

  /// The page.
  var roff: String { text }

  private mutating func title(_ command: CommandManual) {
    line(
      ".TH \(command.page.uppercased()) 1 \"\" \"fedtop \(Program.version)\" \"User Commands\"")
    section("NAME")
    paragraph(
      "\(command.page) \\- ",
      command.abstract.hasSuffix(".")
        ? String(command.abstract.dropLast()) : command.abstract)
  }

  private mutating func surroundings() {
    list(
      "EXIT STATUS",
      [
        ("0", "Done."),
        ("1", "verify found a difference, or a guard ended a run whose numbers broke."),
        ("2", "The command line makes no sense."), ("65", "Bad data or configuration."),
        ("66", "An input was not found."), ("74", "Reading or writing failed."),
        (
          "130, 143",
          "Interrupted; the run file is complete up to its last round, and fedtop resume goes on."
        ),
      ])
    list(
      "FILES",
      [
        ("runs/", "Run files, one SQLite database each; --runs names another folder."),
        ("data/", "Models and data sets that were fetched."),
        (
          "~/.config/fedtop/themes/",
          "Themes of one's own; fedtop themes says where else they are looked for."
        ),
      ])
    list(
      "ENVIRONMENT",
      [
        ("FEDTOP_THEME", "The theme, if --theme does not name one."),
        ("COLORFGBG", "The terminal's background, if nobody names a theme or --background."),
        ("NO_COLOR, TERM, COLORTERM, LC_ALL", "What the terminal can show."),
      ])
    seeAlso(["htop(1)", "tmux(1)"])
  }

  private mutating func seeAlso(_ pages: [String]) {
    section("SEE ALSO")
    paragraph(pages.joined(separator: ", "))
  }

  private mutating func list(_ title: String, _ items: [(String, String)]) {
    guard !items.isEmpty else { return }
    section(title)
    for (label, help) in items {
      line(".TP")
      line(".B \(Self.escaped(label))")
      paragraph(help)
    }
  }

  private mutating func section(_ title: String) { line(".SH \(title)") }

  private mutating func paragraph(_ plain: String) { line(Self.escaped(plain)) }

  private mutating func paragraph(_ roff: String, _ plain: String) {
    line(roff + Self.escaped(plain))
  }

  private mutating func line(_ roff: String) { text += roff + "\n" }

  /// Text in which nothing is a command of roff.
  private static func escaped(_ plain: String) -> String {
    let body = plain.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("\n", with: "\n.br\n")
    return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
  }
}
