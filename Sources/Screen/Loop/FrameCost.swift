/// What a frame cost, in seconds.
public struct FrameCost: Sendable, Hashable {
  /// Making the grid.
  public var view: Double
  /// Sending it, which includes waiting for a slow terminal.
  public var draw: Double
  /// Rows that differed from the frame before.
  public var rows: Int
  /// Bytes that went to the terminal; nil when nobody counted.
  public var bytes: Int?

  /// Makes a cost.
  public init(view: Double, draw: Double, rows: Int, bytes: Int? = nil) {
    self.view = view
    self.draw = draw
    self.rows = rows
    self.bytes = bytes
  }
}
