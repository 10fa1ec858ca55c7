/// Which theme is in use, and why.
public struct ThemeChoice: Sendable, Equatable {
  /// Who can ask for a theme.
  public enum Origin: Sendable {
    case option, variable, file, nobody
    /// It stands in for one that is made for another background.
    case twin
  }

  /// The theme.
  public let theme: Theme
  /// Who asked for it.
  public let origin: Origin
  /// The same in a few words that follow its name.
  public let reason: String

  /// The theme of `--theme`, else of `FEDTOP_THEME`, else of the person's file, else `default`; or its twin where that
  /// suits the background better.
  ///
  /// A background that is said holds for every theme. `COLORFGBG` is a guess, since it outlives the
  /// terminal that set it, and moves only a theme that nobody has named.
  ///
  /// - Parameters:
  ///   - option: what `--theme` says.
  ///   - background: what `--background` or the file says; nil when it is to be found out.
  ///   - file: what the person's file says, and its path.
  ///   - environment: variables of the process; empty ones are as good as none.
  ///   - searchPaths: folders with themes.
  /// - Throws: `ThemeError` when there is no such theme or twin, or when it cannot be read.
  public init(
    option: String?, background: Background?, file: (theme: String?, path: String) = (nil, ""),
    environment: [String: String], searchPaths: [String]
  ) throws(ThemeError) {
    let variable = environment["FEDTOP_THEME"].flatMap { $0.isEmpty ? nil : $0 }
    let named = option ?? variable ?? file.theme
    let name = named ?? "default"
    let wanted = try ThemeLibrary.load(name, searchPaths: searchPaths)
    let guess = named == nil ? environment["COLORFGBG"].flatMap(Background.init(colorFGBG:)) : nil
    if let actual = background ?? guess,
      let other = try ThemeLibrary.twin(of: wanted, on: actual, searchPaths: searchPaths)
    {
      let cause = background == nil ? "COLORFGBG says" : "--background"
      theme = other
      origin = .twin
      reason = "the twin of \(wanted.name): \(cause) \(actual.rawValue)"
    } else {
      theme = wanted
      origin =
        option != nil ? .option : variable != nil ? .variable : file.theme != nil ? .file : .nobody
      reason =
        switch origin {
        case .option: "named by --theme"
        case .variable: "named by FEDTOP_THEME"
        case .file: "named in \(file.path)"
        case .nobody, .twin: "nothing else is asked for"
        }
    }
  }
}
