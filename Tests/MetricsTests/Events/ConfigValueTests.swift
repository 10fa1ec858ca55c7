import Foundation
import Metrics
import Testing

/// Values of a configuration, which pass through JSON and back.
@Suite("ConfigValue") struct ConfigValueTests {
  static let values: [ConfigValue] = [
    .bool(true), .bool(false), .integer(0), .integer(1), .integer(.max), .integer(.min),
    .number(0), .number(1), .number(-3), .number(0.1), .number(2e-3), .number(1e300),
    .text(""), .text("1"), .text("true"), .text("auto"),
  ]

  @Test("A value survives JSON, whole numbers included", arguments: values)
  func roundTrip(value: ConfigValue) throws {
    let data = try JSONEncoder().encode([value])
    #expect(try JSONDecoder().decode([ConfigValue].self, from: data) == [value])
  }

  @Test("Kinds are told apart, but for the two forms of a whole number")
  func equality() {
    #expect(ConfigValue.integer(1) == .number(1))
    #expect(ConfigValue.number(1) == .integer(1))
    #expect(ConfigValue.integer(1) != .number(1.5))
    #expect(ConfigValue.integer(1) != .bool(true))
    #expect(ConfigValue.integer(1) != .text("1"))
    #expect(ConfigValue.integer(.max) != .number(.infinity))
  }

  @Test("A value reads as a person would type it")
  func description() {
    let values: [ConfigValue] = [.bool(true), .integer(-2), .number(0.25), .text("auto")]
    #expect(values.map(\.description) == ["true", "-2", "0.25", "auto"])
  }
}
