import Foundation
import Metrics

/// A unit in which the ticks of an axis of bytes are round numbers.
struct ByteUnit {
  /// What the axis measures in.
  let name: String
  private let size: Double

  /// The unit that suits the largest number of bytes.
  init(_ largest: Double) {
    let names = ["B", "KiB", "MiB", "GiB", "TiB"]
    let power = largest > 1 ? min(names.count - 1, Int(log2(largest) / 10)) : 0
    name = names[power]
    size = pow(1024, Double(power))
  }

  /// A number of bytes in this unit.
  func scaled(_ bytes: Double) -> Double { bytes / size }

  /// A tick in words.
  static func text(_ value: Double) -> String {
    guard value != value.rounded() else { return Units.fixed(value, 0) }
    var text = Units.significant(value)
    guard text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
