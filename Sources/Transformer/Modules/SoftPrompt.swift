/// Trained rows in front of the hidden states (prompt tuning: Lester and others 2021, arXiv 2104.08691).
///
/// They come after the embedding layer, so they have no position and real tokens keep theirs. In front of a later layer,
/// nothing below that layer is run backwards (late prompts: Liu and others 2022, arXiv 2210.11292).
public struct SoftPrompt: EncoderModule {
  /// What the rows start from.
  public enum Start: String, Sendable, CaseIterable {
    /// Uniform in ±0.5.
    case uniform
    /// Words that are drawn, as the first layer would read them without a position.
    case vocabulary
  }

  /// Rows in front, p.
  public let length: Int
  /// The first layer that sees them.
  public let layer: Int
  /// What they start from.
  public let start: Start

  /// A prompt of `length` rows in front of layer `layer`.
  public init(length: Int, layer: Int = 0, start: Start = .uniform) {
    precondition(length > 0, "a prompt has at least one row")
    self.length = length
    self.layer = layer
    self.start = start
  }

  /// Puts the rows in front of the chosen layer.
  public func install(in installer: inout ModuleInstaller) {
    guard installer.layer == layer else { return }
    let slot = installer.add(
      ParameterSegment(
        name: "\(installer.configuration.family.name).prompt.\(layer)", layer: nil,
        module: "prompt", role: .added, rows: length,
        columns: installer.configuration.hiddenSize,
        start: start == .vocabulary ? .words : .uniform(0.5)))
    installer.attach(PromptRows(slot: slot))
  }
}

private struct PromptRows: PromptHook {
  let slot: ParameterSlot

  var length: Int { slot.rows }

  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
    let own = slot.matrix(in: pass.parameters)
    for sample in 0..<pass.spans.count {
      prompts.rows(sample * length..<(sample + 1) * length).copy(from: own)
    }
    return nil
  }

  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    for sample in 0..<pass.spans.count {
      sink.add(slot, dPrompts.row(sample * length), count: slot.count, sample: sample)
    }
  }
}
