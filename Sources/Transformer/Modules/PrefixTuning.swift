/// Trained key and value rows in front of every layer's own (P-tuning v2: Liu and others 2022, arXiv 2110.07602).
///
/// Two [length, d] matrices a layer, trained themselves or made by a network. A zero prefix is not neutral, since it takes
/// part in the softmax.
public struct PrefixTuning: EncoderModule {
  /// Rows in front, p.
  public let length: Int
  /// Standard deviation of the first values.
  public let deviation: Float
  /// Width of the hidden layer of a network that makes the rows; nil: they are trained themselves.
  public let hidden: Int?

  /// A prefix of `length` rows in every layer.
  public init(length: Int, deviation: Float = 0.02, hidden: Int? = nil) {
    precondition(length > 0 && hidden ?? 1 > 0, "a prefix has at least one row")
    self.length = length
    self.deviation = deviation
    self.hidden = hidden
  }

  /// Puts rows in front of the layer's keys and values.
  public func install(in installer: inout ModuleInstaller) {
    if let hidden { return installNetwork(hidden, in: &installer) }
    func segment(_ site: LinearSite) -> ParameterSegment {
      ParameterSegment(
        name: "\(installer.key(site)).prefix", layer: installer.layer, module: "prefix",
        role: .added, rows: length, columns: installer.configuration.hiddenSize,
        start: .normal(deviation))
    }
    let keys = installer.add(segment(.key))
    let values = installer.add(segment(.value))
    installer.attach(PrefixRows(keys: keys, values: values))
  }
}

private struct PrefixRows: PrefixHook {
  let keys: ParameterSlot
  let values: ParameterSlot

  var length: Int { keys.rows }

  func write(keys: Matrix, values: Matrix, _ pass: ModulePass) {
    keys.copy(from: self.keys.matrix(in: pass.parameters))
    values.copy(from: self.values.matrix(in: pass.parameters))
  }

  func backward(
    keys: Matrix, values: Matrix, sample: Int, _ pass: ModulePass, _ sink: GradientSink
  ) {
    sink.add(self.keys, keys.pointer, count: self.keys.count, sample: sample)
    sink.add(self.values, values.pointer, count: self.values.count, sample: sample)
  }
}
