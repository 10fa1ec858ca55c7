import Transformer

/// Where the numbers of a client stopped being finite.
struct NumericFault: Sendable, Equatable, CustomStringConvertible {
  /// What happened where, such as `training loss is not finite at step 3 (parameters of layer 2, query)`.
  let description: String

  /// A loss that is not finite: the parameters it was computed with have gone before it, or the gradient goes with it.
  ///
  /// - Parameter step: the step that has this loss, from 1.
  init(step: Int, parameters: [Float], gradient: [Float], _ layout: ParameterLayout) {
    let place =
      Self.place(parameters, layout).map { "parameters of \($0)" }
      ?? Self.place(gradient, layout).map { "gradient of \($0)" } ?? "its gradient is finite"
    description = "training loss is not finite at step \(step) (\(place))"
  }

  /// The parameters after the last step; nil when they are finite.
  init?(parameters: [Float], _ layout: ParameterLayout) {
    guard let place = Self.place(parameters, layout) else { return nil }
    description = "parameters of \(place) are not finite after the last step"
  }

  /// The first layer and module with a value that is not finite, and how many more there are; nil when there is none.
  private static func place(_ values: [Float], _ layout: ParameterLayout) -> String? {
    let broken = layout.segments.filter { segment in
      segment.range.contains { !values[$0].isFinite }
    }
    guard let first = broken.first else { return nil }
    let layers = Set(broken.compactMap(\.layer))
    if layers.count > 1, layers == Set(layout.segments.compactMap(\.layer)) { return "every layer" }
    let rest = layers.count > 1 ? " and \(layers.count - 1) more layers" : ""
    return (first.layer.map { "layer \($0), \(first.module)" } ?? first.module) + rest
  }
}
