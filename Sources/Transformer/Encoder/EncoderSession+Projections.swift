import CKernels

extension EncoderSession {
  /// Query, key and value: side by side in one product, or queries of the selected rows alone.
  ///
  /// The product is made in memory that is in the cache; adding the bias moves it to the tape. Where files have the three
  /// as one map, modules sit on that: then all rows pass it, and queries of the selected ones are taken out.
  func project(
    _ layer: Int, _ input: Matrix, _ queryInput: Matrix, _ selection: RowSelection?,
    _ all: ModulePass, _ selected: ModulePass, _ scratch: LayerScratch
  ) -> (query: Matrix, key: Matrix, value: Matrix) {
    let block = encoder.shape.block
    let (queries, keys) = (block.queryWidth, block.keyWidth)
    let hooks = hooks[layer]
    let bias = projections(of: layer).bias
    let isSelected = selection != nil && !encoder.shape.hasJoinedProjections
    let raw = Matrix(
      scratch.wide, rows: input.rows, columns: isSelected ? 2 * keys : queries + 2 * keys)
    let rawQuery =
      isSelected
      ? Matrix(scratch.sum, rows: queryInput.rows, columns: queries)
      : raw.columns(from: 0, count: queries)
    let firstKey = isSelected ? 0 : queries
    if isSelected {
      apply(.query, of: layer, to: queryInput, into: rawQuery)
      apply(.keyValue, of: layer, to: input, into: raw)
    } else {
      apply(.projections, of: layer, to: input, into: raw)
    }
    applyLinear(hooks.at(.projections), input, raw, all)
    applyLinear(hooks.at(.query), queryInput, rawQuery, selected)
    applyLinear(hooks.at(.key), input, raw.columns(from: firstKey, count: keys), all)
    applyLinear(hooks.at(.value), input, raw.columns(from: firstKey + keys, count: keys), all)

    let projected = workspace.matrix(raw.rows, raw.columns)
    ck_add_bias(
      raw.rows, raw.columns, raw.pointer, bias + (isSelected ? queries : 0), projected.pointer)
    var query = projected.columns(from: 0, count: queries)
    if isSelected {
      query = workspace.matrix(queryInput.rows, queries)
      ck_add_bias(query.rows, queries, rawQuery.pointer, bias, query.pointer)
    } else if let selection {
      let chosen = workspace.matrix(selection.count, queries)
      selection.gather(query, into: chosen)
      query = chosen
    }
    return (
      query, projected.columns(from: firstKey, count: keys),
      projected.columns(from: firstKey + keys, count: keys)
    )
  }

  /// From the gradient of the context to that of what the projections read.
  ///
  /// - Parameters:
  ///   - d: Gradient that the result is added to, of the rows that went on, and memory for it; nil: none.
  ///   - other: Memory for the result where it does not fit in `d`.
  func backwardProjections(
    _ layer: Int, _ tape: LayerTape, _ d: Matrix?, _ other: UnsafeMutablePointer<Float>,
    _ dContext: Matrix, _ selection: RowSelection?, _ pass: ModulePass, _ sink: GradientSink,
    needsInput: Bool
  ) -> Matrix? {
    let hooks = hooks[layer]
    let block = encoder.shape.block
    let (queries, keys) = (block.queryWidth, block.keyWidth)
    let width = tape.input.columns
    let all = pass.over(tape.spans)
    let selected = pass.over(tape.querySpans)
    let isJoined = encoder.shape.hasJoinedProjections
    func isTrained(_ site: LinearSite, _ weight: LayerTensor, _ bias: LayerTensor) -> Bool {
      !hooks.at(site).isEmpty || encoder.slots[layer, weight] != nil
        || encoder.slots[layer, bias] != nil
    }
    let needsAll = needsInput || isTrained(.projections, .projectionsWeight, .projectionsBias)
    let needs = (
      query: needsAll || isTrained(.query, .queryWeight, .queryBias),
      key: needsAll || isTrained(.key, .keyWeight, .keyBias),
      value: needsAll || isTrained(.value, .valueWeight, .valueBias)
    )
    let dQuery: Matrix
    let dPair: Matrix
    let dAll: Matrix
    if selection == nil || isJoined {
      dAll = workspace.matrix(tape.input.rows, queries + 2 * keys)
      dPair = dAll.columns(from: queries, count: 2 * keys)
      dQuery =
        selection == nil
        ? dAll.columns(from: 0, count: queries) : workspace.matrix(dContext.rows, queries)
      if selection != nil { dAll.clear() }
    } else {
      dQuery = workspace.matrix(dContext.rows, queries)
      dPair = workspace.matrix(tape.input.rows, 2 * keys)
      dAll = dPair
      // Keys of a sample without selected rows get no gradient.
      dPair.clear()
    }
    let dKey = dPair.columns(from: 0, count: keys)
    let dValue = dPair.columns(from: keys, count: keys)
    backwardAttention(
      layer, dContext, tape, dQuery: dQuery, dKey: dKey, dValue: dValue, needs: needs,
      hooks: hooks, all, sink)
    if needs.query {
      turn(layer, dQuery, rows: tape.queryRows, tape.querySpans, in: tape.spans, back: true)
    }
    if needs.key { turn(layer, dKey, tape.spans, in: tape.spans, back: true) }
    if isJoined, let selection, needs.query {
      for index in 0..<selection.count {
        dAll.row(selection.rows[index]).update(from: dQuery.row(index), count: queries)
      }
    }
    addLinear(layer, .projectionsWeight, .projectionsBias, dAll, tape.attentionInput, all, sink)
    addLinear(layer, .queryWeight, .queryBias, dQuery, tape.queryInput, selected, sink)
    addLinear(layer, .keyWeight, .keyBias, dKey, tape.attentionInput, all, sink)
    addLinear(layer, .valueWeight, .valueBias, dValue, tape.attentionInput, all, sink)
    // Where there are hooks the gradient is there.
    backwardScale(hooks.at(.projections), dAll, all, sink)
    backwardScale(hooks.at(.query), dQuery, selected, sink)
    backwardScale(hooks.at(.key), dKey, all, sink)
    backwardScale(hooks.at(.value), dValue, all, sink)

    var dInput: Matrix?
    var dQueryInput: Matrix?
    let input = Matrix(other, rows: tape.input.rows, columns: width)
    if needsInput, selection == nil || isJoined {
      let target = selection == nil ? d ?? input : input
      applyBack(
        .projections, of: layer, to: dAll, into: target, adding: selection == nil && d != nil)
      dInput = target
      dQueryInput = selection == nil ? target : d
    } else if needsInput {
      applyBack(.keyValue, of: layer, to: dPair, into: input)
      let target = d ?? workspace.matrix(dQuery.rows, width)
      applyBack(.query, of: layer, to: dQuery, into: target, adding: d != nil)
      dInput = input
      dQueryInput = target
    }
    backwardLinear(hooks.at(.projections), dAll, tape.attentionInput, dInput, all, sink)
    backwardLinear(hooks.at(.query), dQuery, tape.queryInput, dQueryInput, selected, sink)
    backwardLinear(hooks.at(.key), dKey, tape.attentionInput, dInput, all, sink)
    backwardLinear(hooks.at(.value), dValue, tape.attentionInput, dInput, all, sink)
    if let selection, let dInput, let dQueryInput {
      selection.scatter(dQueryInput, addingTo: dInput)
    }
    return dInput
  }

  func addLinear(
    _ layer: Int, _ weight: LayerTensor, _ bias: LayerTensor, _ dy: Matrix, _ x: Matrix,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    if let slot = encoder.slots[layer, weight] { sink.addProduct(slot, dy, x, pass.spans) }
    if let slot = encoder.slots[layer, bias] { sink.addColumnSum(slot, dy, pass.spans) }
  }

  /// Turns the gradient of a map's output into that of what the map itself makes, in place.
  func backwardScale(
    _ hooks: [Placed<any LinearHook>], _ dy: Matrix, _ pass: ModulePass, _ sink: GradientSink
  ) {
    for placed in hooks where placed.hook.scalesOutput {
      placed.hook.backwardScale(dy, memo: memos[placed.memo], pass, sink)
    }
  }

  /// The same where `dy` is also the gradient of something else: in a copy, if there is anything to do.
  func backwardScale(
    _ hooks: [Placed<any LinearHook>], copying dy: Matrix, _ pass: ModulePass, _ sink: GradientSink
  ) -> Matrix {
    guard hooks.contains(where: \.hook.scalesOutput) else { return dy }
    let copy = workspace.matrix(dy.rows, dy.columns)
    copy.copy(from: dy)
    backwardScale(hooks, copy, pass, sink)
    return copy
  }

  func backwardLinear(
    _ hooks: [Placed<any LinearHook>], _ dy: Matrix, _ x: Matrix, _ dx: Matrix?,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    for placed in hooks {
      placed.hook.backward(
        dy, x: x, addingTo: dx, memo: memos[placed.memo], pass, sink)
    }
  }
}
