/// How many layers are aggregated globally.
public enum LayerCount: Sendable, Equatable {
  /// A gap wider than 4ℒ in the spectrum; the widest gap when there is none.
  case gap
  /// A flat stretch of the Hessian's spectral density.
  case plateau
  /// This many.
  case fixed(Int)
  /// This share of the layers, rounded up.
  case fraction(Double)
  /// Every layer.
  case all
  /// No layer.
  case none

  /// Reads `gal.count` of a configuration.
  /// - Throws: `SettingsError.invalid`.
  public init(_ text: String, layers: Int) throws(SettingsError) {
    switch text {
    case "auto", "gap": self = .gap
    case "plateau": self = .plateau
    case "all": self = .all
    case "none": self = .none
    default:
      if let count = Int(text), (0...layers).contains(count) {
        self = .fixed(count)
      } else if let share = Double(text), share > 0, share < 1 {
        self = .fraction(share)
      } else {
        throw .invalid(
          key: "gal.count", value: text,
          expected: "auto, gap, plateau, all, none, a count from 0 to \(layers), "
            + "or a fraction below 1")
      }
    }
  }

  /// Number of layers for a kept share of `layers`, rounded up.
  public static func layers(share: Double, of layers: Int) -> Int {
    min(layers, max(0, Int((share * Double(layers) - 1e-9).rounded(.up))))
  }
}
