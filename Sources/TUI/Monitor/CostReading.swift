/// What the monitor itself costs, over the last frames.
public struct CostReading: Sendable, Equatable {
  /// Seconds a frame to take over the state of the run.
  public var collect: Double
  /// Seconds a frame to make the grid.
  public var render: Double
  /// Seconds a frame to send it, which includes waiting for a slow terminal.
  public var update: Double
  /// Bytes a frame that went to the terminal; nil where the kernel does not count them.
  public var bytes: Double?
  /// Frames a second; nil before the second frame.
  public var rate: Double?

  /// Makes a reading; see the properties.
  public init(collect: Double, render: Double, update: Double, bytes: Double?, rate: Double?) {
    self.collect = collect
    self.render = render
    self.update = update
    self.bytes = bytes
    self.rate = rate
  }
}
