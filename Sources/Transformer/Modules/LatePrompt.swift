import CKernels

/// Rows that a small network makes of a layer's hidden states and puts in front of them; nothing below that layer is run
/// backwards (late prompt tuning: Liu and others 2022, arXiv 2210.11292).
public struct LatePrompt: EncoderModule {
  /// What the network reads.
  public enum Generator: String, Sendable, CaseIterable {
    /// The first token alone, which makes all rows.
    case npg
    /// All tokens, in the mean over as many stretches as there are rows.
    case appg
    /// The same with the largest values.
    case mppg
  }

  /// Rows in front, p.
  public let length: Int
  /// Layers below them: the first layer that sees them, from 0.
  public let layer: Int
  /// Width m of the hidden layer.
  public let size: Int
  /// What the network reads.
  public let generator: Generator

  /// A generator of `length` rows in front of layer `layer`.
  public init(length: Int, layer: Int, size: Int, generator: Generator) {
    precondition(length > 0 && size > 0, "a generator has rows and a width")
    self.length = length
    self.layer = layer
    self.size = size
    self.generator = generator
  }

  /// Puts the rows in front of the chosen layer.
  public func install(in installer: inout ModuleInstaller) {
    guard installer.layer == layer else { return }
    let width = installer.configuration.hiddenSize
    let name = "\(installer.configuration.family.name).prompt_generator.\(layer)"
    func segment(_ part: String, _ rows: Int, _ columns: Int, _ start: ParameterSegment.Start)
      -> ParameterSegment
    {
      ParameterSegment(
        name: "\(name).\(part)", layer: layer, module: "prompt", role: .added, rows: rows,
        columns: columns, start: start)
    }
    let output = generator == .npg ? length * width : width
    let maps = BottleneckMaps(
      down: installer.add(segment("down.weight", size, width, .normal(0.02))),
      downBias: installer.add(segment("down.bias", size, 1, .zeros)),
      up: installer.add(segment("up.weight", output, size, .normal(0.02))),
      upBias: installer.add(segment("up.bias", output, 1, .zeros)))
    switch generator {
    case .npg: installer.attach(FirstTokenRows(length: length, maps: maps))
    case .appg: installer.attach(PooledRows(length: length, takesLargest: false, maps: maps))
    case .mppg: installer.attach(PooledRows(length: length, takesLargest: true, maps: maps))
    }
  }
}

/// D [m, d] with b₁ and U [out, m] with b₂.
struct BottleneckMaps: Sendable {
  let down: ParameterSlot
  let downBias: ParameterSlot
  let up: ParameterSlot
  let upBias: ParameterSlot

  var size: Int { down.rows }

  /// y = x·Mᵀ + b.
  static func apply(
    _ weight: ParameterSlot, _ bias: ParameterSlot, to x: Matrix, into y: Matrix,
    _ pass: ModulePass
  ) {
    multiply(x, weight.matrix(in: pass.parameters).transposed, into: y)
    ck_add_bias(y.rows, y.columns, y.pointer, pass.parameters + bias.offset, y.pointer)
  }
}

/// reshape(U·relu(D·h₀ + b₁) + b₂), h₀ the first token; keeps h₀ and relu.
private struct FirstTokenRows: PromptHook {
  let length: Int
  let maps: BottleneckMaps

  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
    let samples = pass.spans.count
    let kept = pass.workspace.take(samples * (hidden.columns + maps.size))
    let (first, active) = parts(kept, samples, hidden.columns)
    for sample in 0..<samples {
      let row = pass.spans.tokens(of: sample).lowerBound
      first.row(sample).update(from: hidden.row(row), count: hidden.columns)
    }
    BottleneckMaps.apply(maps.down, maps.downBias, to: first, into: active, pass)
    for index in 0..<samples * maps.size { active.pointer[index] = max(0, active.pointer[index]) }
    BottleneckMaps.apply(maps.up, maps.upBias, to: active, into: flat(prompts, samples), pass)
    return kept
  }

  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let samples = pass.spans.count
    let spans = SequenceSpans(oneRowEach: samples)
    let (first, active) = parts(memo, samples, hidden.columns)
    let dy = flat(dPrompts, samples)
    sink.addColumnSum(maps.upBias, dy, spans)
    sink.addProduct(maps.up, dy, active, spans)
    let mark = pass.workspace.mark
    let inner = pass.workspace.matrix(samples, maps.size)
    multiply(dy, maps.up.matrix(in: pass.parameters), into: inner)
    for index in 0..<samples * maps.size where active.pointer[index] <= 0 {
      inner.pointer[index] = 0
    }
    sink.addColumnSum(maps.downBias, inner, spans)
    sink.addProduct(maps.down, inner, first, spans)
    if let dHidden {
      for sample in 0..<samples {
        let row = pass.spans.tokens(of: sample).lowerBound
        multiply(
          inner.rows(sample..<sample + 1), maps.down.matrix(in: pass.parameters),
          into: dHidden.rows(row..<row + 1), adding: true)
      }
    }
    pass.workspace.release(to: mark)
  }

  private func parts(_ kept: UnsafeMutablePointer<Float>, _ samples: Int, _ width: Int) -> (
    first: Matrix, active: Matrix
  ) {
    (
      Matrix(kept, rows: samples, columns: width),
      Matrix(kept + samples * width, rows: samples, columns: maps.size)
    )
  }

  private func flat(_ prompts: Matrix, _ samples: Int) -> Matrix {
    Matrix(prompts.pointer, rows: samples, columns: length * prompts.columns)
  }
}
