/// Memory that every layer of a forward pass uses anew: what no backward pass reads stays in the cache.
struct LayerScratch {
  /// A product before its bias: [rows, 3d] of the projections, or [rows, intermediate].
  let wide: UnsafeMutablePointer<Float>
  /// A sublayer's output before the residual, [rows, d].
  let sum: UnsafeMutablePointer<Float>
  /// Stand-ins for parts of the tape that the backward pass of a layer does not need.
  let context: UnsafeMutablePointer<Float>
  let middle: UnsafeMutablePointer<Float>
  let activated: UnsafeMutablePointer<Float>
  /// The sum of attention and its input where norms stand in front of their parts, [rows, d].
  let residual: UnsafeMutablePointer<Float>
  /// The two halves of a gated part before they are multiplied, [rows, intermediate] each.
  let halves: UnsafeMutablePointer<Float>

  /// Memory for layers of up to `rows` rows.
  init(rows: Int, _ shape: PassShape, in workspace: Workspace) {
    let block = shape.block
    let width = block.width
    let inner = block.inner
    wide = workspace.take(
      rows * max(block.projectedWidth, shape.hasGateInUp ? 2 * inner : inner))
    sum = workspace.take(rows * max(width, block.queryWidth))
    context = workspace.take(rows * block.queryWidth)
    middle = workspace.take(rows * width)
    activated = workspace.take(rows * inner)
    residual = workspace.take(block.form.order == .before ? rows * width : 0)
    halves = workspace.take(block.form.isGated ? 2 * rows * inner : 0)
  }
}

/// Which inputs of a layer's linear maps are read again by its backward pass: those of maps that are trained.
struct TapeNeeds {
  var context = false
  var middle = false
  var activated = false

  init(_ hooks: LayerHooks, _ slots: TensorTable<ParameterSlot?>, layer: Int) {
    func isTrained(_ site: LinearSite) -> Bool {
      !hooks.at(site).isEmpty || slots[layer, site.weight] != nil
    }
    context = isTrained(.attentionOut)
    middle = isTrained(.up) || isTrained(.gate)
    activated = isTrained(.down)
  }
}
