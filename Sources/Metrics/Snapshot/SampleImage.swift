/// A small picture of a sample, in grey.
public struct SampleImage: Sendable, Equatable {
  /// Pixels of a row.
  public var width: Int
  /// How light each pixel is, 0 to 255, rows from the top.
  public var levels: [UInt8]
  /// Its label.
  public var label: String

  /// Makes a picture.
  public init(width: Int, levels: [UInt8], label: String) {
    self.width = width
    self.levels = levels
    self.label = label
  }

  /// Rows.
  public var height: Int { levels.count / max(1, width) }

  /// How light a pixel is, 0 to 1; 0 below the last row.
  public func light(_ x: Int, _ y: Int) -> Double {
    let place = y * width + x
    return levels.indices.contains(place) ? Double(levels[place]) / 255 : 0
  }
}
