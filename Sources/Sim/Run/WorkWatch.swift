/// A watch of wall time that stands still while the gate holds.
struct WorkWatch {
  private let gate: Gate
  private let start = ContinuousClock.now
  private let held: Double

  /// Starts it.
  init(_ gate: Gate) {
    self.gate = gate
    held = gate.heldSeconds
  }

  /// Seconds since it was started, less those of pauses.
  var seconds: Double {
    // Two clocks are read one after the other: what lies between them is no work that was taken back.
    max(0, start.duration(to: .now).inSeconds - (gate.heldSeconds - held))
  }
}
