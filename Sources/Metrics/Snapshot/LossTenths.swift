/// How far apart the training losses of a round's clients are.
public struct LossTenths: Sendable, Equatable {
  /// The loss that a tenth of the clients are at or below.
  public var best: Double
  /// The loss that a tenth are at or above.
  public var worst: Double

  /// The tenths of some losses; nil when none is a number.
  init?(_ losses: [Double]) {
    let sorted = losses.filter(\.isFinite).sorted()
    guard let last = sorted.indices.last else { return nil }
    func at(_ share: Double) -> Double { sorted[Int((Double(last) * share).rounded())] }
    (best, worst) = (at(0.1), at(0.9))
  }
}
