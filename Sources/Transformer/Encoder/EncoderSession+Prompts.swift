extension EncoderSession {
  /// Puts the rows of prompt hooks in front of every sequence; without hooks `source` itself.
  func insertPrompts(_ hooks: LayerHooks, _ source: Matrix, _ pass: ModulePass)
    -> (Matrix, SequenceSpans)
  {
    let total = hooks.promptLength
    guard total > 0 else { return (source, pass.spans) }
    let spans = pass.spans.adding(lead: total)
    let joined = workspace.matrix(spans.rows, source.columns)
    for sample in 0..<spans.count {
      joined.rows(spans[sample].dropFirst(total)).copy(from: source.rows(pass.spans[sample]))
    }
    var first = 0
    for placed in hooks.prompts {
      let length = placed.hook.length
      let prompts = workspace.matrix(spans.count * length, source.columns)
      memos[placed.memo] = placed.hook.forward(source, into: prompts, pass)
      for sample in 0..<spans.count {
        let start = spans[sample].lowerBound + first
        joined.rows(start..<start + length).copy(
          from: prompts.rows(sample * length..<(sample + 1) * length))
      }
      first += length
    }
    return (joined, spans)
  }

  /// Splits `d`, the gradient of a layer's input with prompts, into theirs and that of the hidden states.
  ///
  /// - Returns: The gradient of the hidden states before the prompts; nil when nothing below needs it.
  func backwardPrompts(
    _ hooks: LayerHooks, _ d: Matrix, _ tape: LayerTape, _ pass: ModulePass, _ sink: GradientSink,
    into target: UnsafeMutablePointer<Float>, needsInput: Bool
  ) -> Matrix? {
    var dHidden: Matrix?
    let total = hooks.promptLength
    if needsInput {
      let hidden = Matrix(target, rows: tape.source.rows, columns: d.columns)
      for sample in 0..<tape.spans.count {
        hidden.rows(tape.sourceSpans[sample]).copy(
          from: d.rows(tape.spans[sample].dropFirst(total)))
      }
      dHidden = hidden
    }
    let own = pass.over(tape.sourceSpans)
    var first = 0
    for placed in hooks.prompts {
      let length = placed.hook.length
      let mark = workspace.mark
      let dPrompts = workspace.matrix(tape.spans.count * length, d.columns)
      for sample in 0..<tape.spans.count {
        let start = tape.spans[sample].lowerBound + first
        dPrompts.rows(sample * length..<(sample + 1) * length).copy(
          from: d.rows(start..<start + length))
      }
      placed.hook.backward(
        dPrompts, hidden: tape.source, addingTo: dHidden, memo: memos[placed.memo], own, sink)
      workspace.release(to: mark)
      first += length
    }
    return dHidden
  }
}
