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

  /// A value of the query that makes no sense, and what would.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  /// Sizes that a frame may have.
  static let sizes = (least: Size(width: 40, height: 12), most: Size(width: 300, height: 100))

  /// The choice that is made where an address says nothing.
  init(size: Size, theme: String) {
    self.size = size
    self.theme = theme
  }

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - standard: what holds where it says nothing.
  ///   - themes: names of the themes there are.
  init(
    _ query: [String: String], standard: FrameChoice, themes: [String]
  ) throws(Mistake) {
    self = standard
    if let text = query["pane"] {
      guard let kind = PaneKind.allCases.first(where: { $0.title == text }) else {
        throw Mistake(
          description: "pane: must be one of "
            + PaneKind.allCases.map(\.title).joined(separator: ", "))
      }
      pane = kind
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
    if let text = query["theme"] {
      guard themes.contains(text) else {
        throw Mistake(description: "theme: must be one of " + themes.joined(separator: ", "))
      }
      theme = text
    }
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
