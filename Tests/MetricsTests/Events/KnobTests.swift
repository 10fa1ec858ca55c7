import Metrics
import Testing

/// What a key press does to a knob.
@Suite("Knob") struct KnobTests {
  static let linear = Knob(
    name: "sparsity", label: "sparsity ρ", value: 0.5, minimum: 0.05, maximum: 1, step: 0.05)
  static let logarithmic = Knob(
    name: "learning_rate", label: "learning rate", value: 1e-3, minimum: 1e-5, maximum: 0.1,
    step: 2, scale: .logarithmic)

  /// The values of `count` presses in one direction.
  static func presses(_ knob: Knob, from start: Double, direction: Int, count: Int) -> [Double] {
    var value = start
    return (0..<count).map { _ in
      value = knob.moved(from: value, direction: direction)
      return value
    }
  }

  @Test("Linear presses land on values that a person would type")
  func linearGrid() {
    let up = Self.presses(Self.linear, from: 0.05, direction: 1, count: 19)
    // Each literal is the double nearest to its decimal: no dust such as 0.15000000000000002.
    #expect(
      up == [
        0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
        0.9, 0.95, 1,
      ])
    let down = Self.presses(Self.linear, from: 1, direction: -1, count: 19)
    #expect(down == Array(([0.05] + up.dropLast()).reversed()))
  }

  @Test("Bounds hold, from inside and from outside")
  func bounds() {
    for knob in [Self.linear, Self.logarithmic] {
      #expect(knob.moved(from: knob.maximum, direction: 1) == knob.maximum)
      #expect(knob.moved(from: knob.minimum, direction: -1) == knob.minimum)
      #expect(knob.moved(from: 1e9, direction: 1) == knob.maximum)
      #expect(knob.moved(from: -1e9, direction: -1) == knob.minimum)
    }
  }

  @Test("A value off the grid joins it at the next press")
  func offGrid() {
    #expect(Self.linear.moved(from: 0.52, direction: 1) == 0.55)
    #expect(Self.linear.moved(from: 0.48, direction: -1) == 0.45)
  }

  @Test("A value can go down to zero, which has no sign")
  func zero() {
    var knob = Self.linear
    knob.minimum = 0
    let value = Self.presses(knob, from: 0.15, direction: -1, count: 4).last
    #expect(value == 0)
    #expect(value?.sign == .plus)
  }

  @Test("Logarithmic presses multiply, and a press back undoes a press")
  func logarithmicSteps() {
    let up = Self.presses(Self.logarithmic, from: 1e-3, direction: 1, count: 3)
    #expect(up == [2e-3, 4e-3, 8e-3])
    #expect(
      Self.presses(Self.logarithmic, from: 8e-3, direction: -1, count: 3) == [4e-3, 2e-3, 1e-3])
  }
}
