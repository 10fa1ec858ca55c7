import TUI

/// What a frame is to show, as the query of an address says it.
struct FrameChoice: Sendable, Hashable {
  /// The pane that has the focus; nil for the monitor's own choice.
  var pane: PaneKind?
  /// Whether that pane has the screen for itself.
  var zoom = false
  /// The round looked at; nil follows the run.
  var round: Int?
  /// Columns and rows.
  var size: Size
  /// Name of the theme.
  var theme: String
  /// Name of the preset that lays the panes out.
  var preset: String

  /// A value of the query that makes no sense, or names what there is not, and what would do.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
    /// The status of the answer.
    var status = 400
  }

  /// Sizes that a frame may have.
  static let sizes = (least: Size(width: 40, height: 12), most: Size(width: 300, height: 100))

  /// The choice that is made where an address says nothing.
  init(size: Size, theme: String, preset: String) {
    self.size = size
    self.theme = theme
    self.preset = preset
  }

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - standard: what holds where it says nothing.
  ///   - themes: names of the themes there are.
  ///   - presets: names of the presets there are.
  init(
    _ query: [String: String], standard: FrameChoice, themes: [String], presets: [String]
  ) throws(Mistake) {
    self = standard
    if let text = query["pane"] {
      let title = try Self.choice(text, "pane", PaneKind.allCases.map(\.title))
      pane = PaneKind.allCases.first { $0.title == title }
    }
    zoom = query["zoom"].map { $0 != "0" } ?? false
    if let text = query["round"] {
      guard let round = Int(text), round >= 0 else {
        throw Mistake(description: "round: must be a number from 0 on")
      }
      self.round = round
    }
    if let text = query["size"] {
      guard let size = Self.size(text) else {
        throw Mistake(description: "size: must be COLUMNSxROWS, from 40x12 to 300x100")
      }
      self.size = size
    }
    if let text = query["theme"] { theme = try Self.choice(text, "theme", themes) }
    if let text = query["preset"] { preset = try Self.choice(text, "preset", presets) }
  }

  private static func choice(
    _ text: String, _ key: String, _ words: [String]
  ) throws(Mistake) -> String {
    guard words.contains(text) else {
      throw Mistake(description: "\(key): must be one of " + words.joined(separator: ", "))
    }
    return text
  }

  /// The size that a text such as `120x36` means; nil for one that a frame may not have.
  static func size(_ text: String) -> Size? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      sizes.least.width <= width, width <= sizes.most.width,
      sizes.least.height <= height, height <= sizes.most.height
    else { return nil }
    return Size(width: width, height: height)
  }

  /// The size as a query says it.
  var sizeText: String { "\(size.width)x\(size.height)" }
}
