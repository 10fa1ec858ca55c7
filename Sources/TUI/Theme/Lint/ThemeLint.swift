/// What is wrong with the look of a theme that can be read: too little contrast, ramps that turn
/// back, meanings that look alike, and what it leaves out.
public struct ThemeLint: Sendable {
  /// One sentence, with the line where that is known.
  public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// Line of the role, ramp or key, from 1.
    public let line: Int?
    /// What is wrong: the role or ramp, the figure and its bound.
    public let sentence: String

    /// `path:line: sentence`.
    public var description: String {
      Text.clean("\(path):" + (line.map { "\($0):" } ?? "") + " \(sentence)")
    }
  }

  /// In the order of their lines; empty for a theme that is as it should be.
  public private(set) var findings: [Finding] = []
  /// Numbers of colours, most first: of equal findings the one for the most colours is told.
  static let depths = Array(Capabilities.Colors.allCases.reversed())
  let theme: Theme
  let file: ThemeFile
  private let path: String

  /// Checks the theme in a file.
  ///
  /// - Parameter searchPaths: where its twin is looked for.
  /// - Throws: `ThemeError` when there is no theme in it.
  public init(path: String, searchPaths: [String] = []) throws(ThemeError) {
    try self.init(
      text: try ThemeLibrary.text(path: path), path: path,
      searchPaths: [ThemeLibrary.folder(path)] + searchPaths)
  }

  init(text: String, path: String, searchPaths: [String] = []) throws(ThemeError) {
    self.path = path
    file = try ThemeFile(text: text, path: path)
    theme = try Theme(name: ThemeLibrary.stem(path), toml: text, path: path)
    checkOmissions()
    checkTwin(searchPaths)
    checkContrast()
    checkRamps()
    checkDistinctions()
    findings.sort { ($0.line ?? 0, $0.sentence) < ($1.line ?? 0, $1.sentence) }
  }

  mutating func report(_ sentence: String, line: Int?) {
    findings.append(Finding(path: path, line: line, sentence: sentence))
  }

  private mutating func checkOmissions() {
    let missing =
      Role.allCases.filter { file.values.roles[$0] == nil }.map(\.name)
      + Ramp.allCases.filter { file.values.ramps[$0] == nil }.map(\.rawValue)
    guard !missing.isEmpty else { return }
    report("left out, and as in default: \(missing.joined(separator: ", "))", line: nil)
  }

  private mutating func checkTwin(_ searchPaths: [String]) {
    guard let name = file.twin else { return }
    let line = file.line(of: "twin")
    guard let twin = try? ThemeLibrary.load(name, searchPaths: searchPaths) else {
      report("twin: there is no theme \"\(name)\" that can be read", line: line)
      return
    }
    if twin.background == file.background {
      let background = file.background.rawValue
      report("twin: \"\(name)\" is for the same background (\(background))", line: line)
    }
  }
}

extension Capabilities.Colors {
  /// With how many colours, in words.
  var phrase: String {
    switch self {
    case .mono: "without colour"
    case .ansi: "in 16 colours"
    case .indexed: "in 256 colours"
    case .direct: "in direct colour"
    }
  }
}
