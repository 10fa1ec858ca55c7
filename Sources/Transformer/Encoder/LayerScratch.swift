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

  /// Memory for layers of up to `rows` rows.
  init(rows: Int, _ configuration: EncoderConfiguration, in workspace: Workspace) {
    let width = configuration.hiddenSize
    let inner = configuration.block.inner
    wide = workspace.take(rows * max(3 * width, inner))
    sum = workspace.take(rows * width)
    context = workspace.take(rows * width)
    middle = workspace.take(rows * width)
    activated = workspace.take(rows * inner)
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
    middle = isTrained(.up)
    activated = isTrained(.down)
  }
}
