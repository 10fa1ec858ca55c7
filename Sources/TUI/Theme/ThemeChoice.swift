/// Which theme is in use, and why.
public struct ThemeChoice: Sendable, Equatable {
  /// The theme.
  public let theme: Theme
  /// Who asked for it: a few words that follow its name.
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
    // A file's twin may lie beside it.
    let folders = ThemeLibrary.isPath(name) ? [ThemeLibrary.folder(name)] : []
    if let actual = background ?? guess, let twin = wanted.twin,
      let other = try Self.better(twin, than: wanted, on: actual, folders + searchPaths)
    {
      let cause = background == nil ? "COLORFGBG says" : "--background"
      theme = other
      reason = "the twin of \(wanted.name): \(cause) \(actual.rawValue)"
    } else {
      theme = wanted
      reason =
        option != nil
        ? "named by --theme"
        : variable != nil
          ? "named by FEDTOP_THEME"
          : file.theme != nil ? "named in \(file.path)" : "nothing else is asked for"
    }
  }

  private static func better(
    _ twin: String, than theme: Theme, on background: Background, _ searchPaths: [String]
  ) throws(ThemeError) -> Theme? {
    guard theme.background.fit(background) < 2 else { return nil }
    let other = try ThemeLibrary.load(twin, searchPaths: searchPaths)
    return other.background.fit(background) > theme.background.fit(background) ? other : nil
  }
}
