import CKernels

/// U·relu(pool(D·h + b₁)) + b₂, each row from a stretch of the tokens; keeps relu and, for the largest values, where each
/// came from.
struct PooledRows: PromptHook {
  let length: Int
  let takesLargest: Bool
  let maps: BottleneckMaps

  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
    let kept = pass.workspace.take(2 * prompts.rows * maps.size)
    let (active, sources) = parts(kept, prompts.rows)
    let mark = pass.workspace.mark
    let narrow = pass.workspace.matrix(hidden.rows, maps.size)
    BottleneckMaps.apply(maps.down, maps.downBias, to: hidden, into: narrow, pass)
    for sample in 0..<pass.spans.count {
      for slot in 0..<length {
        let row = sample * length + slot
        let stretch = stretch(slot, of: pass.spans.tokens(of: sample))
        pool(narrow, stretch, into: active.row(row), from: sources + row * maps.size)
      }
    }
    for index in 0..<active.rows * maps.size {
      active.pointer[index] = max(0, active.pointer[index])
    }
    BottleneckMaps.apply(maps.up, maps.upBias, to: active, into: prompts, pass)
    pass.workspace.release(to: mark)
    return kept
  }

  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let size = maps.size
    let (active, sources) = parts(memo, dPrompts.rows)
    let mark = pass.workspace.mark
    let spans = SequenceSpans(rowsEach: length, count: pass.spans.count, in: pass.workspace)
    sink.addColumnSum(maps.upBias, dPrompts, spans)
    sink.addProduct(maps.up, dPrompts, active, spans)
    let inner = pass.workspace.matrix(dPrompts.rows, size)
    multiply(dPrompts, maps.up.matrix(in: pass.parameters), into: inner)
    for index in 0..<inner.rows * size where active.pointer[index] <= 0 { inner.pointer[index] = 0 }
    let narrow = pass.workspace.matrix(hidden.rows, size)
    narrow.clear()
    for sample in 0..<pass.spans.count {
      for slot in 0..<length {
        let row = sample * length + slot
        let stretch = stretch(slot, of: pass.spans.tokens(of: sample))
        if takesLargest {
          for unit in 0..<size {
            narrow.row(Int(sources[row * size + unit]))[unit] += inner.row(row)[unit]
          }
        } else {
          for token in stretch {
            ck_axpy(size, 1 / Float(stretch.count), inner.row(row), narrow.row(token))
          }
        }
      }
    }
    sink.addColumnSum(maps.downBias, narrow, pass.spans)
    sink.addProduct(maps.down, narrow, hidden, pass.spans)
    if let dHidden {
      multiply(narrow, maps.down.matrix(in: pass.parameters), into: dHidden, adding: true)
    }
    pass.workspace.release(to: mark)
  }

  /// PyTorch's adaptive pooling: stretch i of p covers ⌊i·T/p⌋ ..< ⌈(i+1)·T/p⌉, and short texts have stretches that overlap.
  private func stretch(_ slot: Int, of tokens: Range<Int>) -> Range<Int> {
    let first = slot * tokens.count / length
    let last = ((slot + 1) * tokens.count + length - 1) / length
    return tokens.lowerBound + first..<tokens.lowerBound + last
  }

  private func pool(
    _ narrow: Matrix, _ stretch: Range<Int>, into pooled: UnsafeMutablePointer<Float>,
    from sources: UnsafeMutablePointer<Int32>
  ) {
    guard takesLargest else {
      pooled.update(repeating: 0, count: maps.size)
      for token in stretch {
        ck_axpy(maps.size, 1 / Float(stretch.count), narrow.row(token), pooled)
      }
      return
    }
    for unit in 0..<maps.size {
      var best = stretch.lowerBound
      for token in stretch where narrow.row(token)[unit] > narrow.row(best)[unit] { best = token }
      pooled[unit] = narrow.row(best)[unit]
      sources[unit] = Int32(best)
    }
  }

  // The values past the nonlinearity, and for each the row that it came from.
  private func parts(_ kept: UnsafeMutablePointer<Float>, _ rows: Int) -> (
    active: Matrix, sources: UnsafeMutablePointer<Int32>
  ) {
    let count = rows * maps.size
    return (
      Matrix(kept, rows: rows, columns: maps.size),
      UnsafeMutableRawPointer(kept + count).bindMemory(to: Int32.self, capacity: count)
    )
  }
}
