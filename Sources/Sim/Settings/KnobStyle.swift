import Metrics

/// How a setting is turned while a run is live; its bounds are the setting's own.
public struct KnobStyle: Sendable, Equatable {
  /// What a command calls it, such as `sparsity`.
  public var name: String
  /// What a screen calls it.
  public var label: String
  /// What one key press adds, or multiplies by on a logarithmic scale.
  public var step: Double
  /// Whether steps add or multiply.
  public var scale: Knob.Scale

  /// Makes a style.
  public init(_ name: String, _ label: String, step: Double, scale: Knob.Scale = .linear) {
    self.name = name
    self.label = label
    self.step = step
    self.scale = scale
  }
}

extension Setting {
  /// The knob as a monitor shows it, at its value in `settings`; nil for a setting that is none.
  func described(in settings: Settings) -> Knob? {
    guard let knob, let value = value(in: settings).double, let bounds = bounds(in: settings)
    else { return nil }
    return Knob(
      name: knob.name, label: knob.label, value: value, minimum: bounds.lowerBound,
      maximum: bounds.upperBound, step: knob.step, scale: knob.scale)
  }

  /// Turns the knob.
  /// - Returns: whether `value` is one of the setting's, in its bounds and a whole number where it must be.
  func turn(to value: Double, in settings: inout Settings) -> Bool {
    guard let bounds = bounds(in: settings), bounds.contains(value) else { return false }
    guard case .integer = kind else { return (try? set(.number(value), in: &settings)) != nil }
    guard let whole = Int(exactly: value) else { return false }
    return (try? set(.integer(whole), in: &settings)) != nil
  }

  /// Least and greatest value; a cohort ends at the number of clients that train.
  private func bounds(in settings: Settings) -> ClosedRange<Double>? {
    let range: ClosedRange<Double>? =
      switch kind {
      case .integer(let range): Double(range.lowerBound)...Double(range.upperBound)
      case .number(let range): range
      default: nil
      }
    guard let range, key == SettingKeys().cohort.setting.key else { return range }
    return range.clamped(to: 1...Double(max(1, settings.participants)))
  }
}

extension ConfigValue {
  /// The number; nil when it is none.
  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .bool, .text: nil
    }
  }
}
