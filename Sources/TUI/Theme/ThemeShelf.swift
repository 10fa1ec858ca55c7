/// Themes to choose from: names, and each theme as it is asked for.
///
/// None is read before: a start needs one of them.
public struct ThemeShelf: Sendable {
  /// All names, the built-in ones first.
  public let names: [String]
  private let searchPaths: [String]

  /// The themes that are part of the program.
  public static let builtIn = ThemeShelf(searchPaths: [])

  /// The built-in themes, and those in folders.
  public init(searchPaths: [String]) {
    self.searchPaths = searchPaths
    names = ThemeLibrary.names(searchPaths: searchPaths)
  }

  /// What takes a theme's place on a background; nil where the theme stays.
  /// - Throws: `ThemeError`.
  func twin(of theme: Theme, on background: Background) throws(ThemeError) -> Theme? {
    try ThemeLibrary.twin(of: theme, on: background, searchPaths: searchPaths)
  }

  /// The theme of a name or in a file.
  /// - Throws: `ThemeError`.
  public func theme(_ name: String) throws(ThemeError) -> Theme {
    try ThemeLibrary.load(name, searchPaths: searchPaths)
  }
}
