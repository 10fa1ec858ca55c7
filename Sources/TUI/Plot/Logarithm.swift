import Foundation

extension Double {
  /// Natural logarithm.
  var naturalLogarithm: Double { log(self) }
}
