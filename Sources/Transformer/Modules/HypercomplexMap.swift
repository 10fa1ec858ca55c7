/// A linear map y = x·Σᵢ Sᵢ⊗Wᵢ + b, with n factors Sᵢ [n, n] and Wᵢ [in/n, out/n]: parameterised hypercomplex
/// multiplication (Zhang and others 2021, arXiv 2102.08597), a matrix of 1/n of its parameters and n³ more.
struct HypercomplexMap: Sendable {
  private let order: Int
  private let input: Int
  private let output: Int
  /// Sᵢ, row by row in one row each: [n, n²].
  private let left: ParameterSlot
  /// Wᵢ, row by row in one row each: [n, in·out/n²].
  private let right: ParameterSlot
  private let bias: ParameterSlot

  /// Declares the parameters of a map from `input` to `output` values; both are multiples of `order`.
  init(
    _ name: String, input: Int, output: Int, order: Int, bias: ParameterSegment.Start,
    layer: Int?, module: String, in installer: inout ModuleInstaller
  ) {
    precondition(
      order > 0 && input % order == 0 && output % order == 0, "the order divides both widths")
    self.order = order
    self.input = input
    self.output = output
    func segment(_ part: String, _ rows: Int, _ columns: Int, _ start: ParameterSegment.Start)
      -> ParameterSegment
    {
      ParameterSegment(
        name: "\(name).\(part)", layer: layer, module: module, role: .added, rows: rows,
        columns: columns, start: start)
    }
    left = installer.add(segment("left", order, order * order, .normal(0.05)))
    right = installer.add(
      segment("right", order, input / order * (output / order), .normal(0.05)))
    self.bias = installer.add(segment("bias", output, 1, bias))
  }

  /// The matrix as it multiplies, [in, out].
  func matrix(_ pass: ModulePass) -> Matrix {
    let dense = pass.workspace.matrix(input, output)
    let mark = pass.workspace.mark
    let blocks = pass.workspace.matrix(order * order, right.columns)
    multiply(
      left.matrix(in: pass.parameters).transposed, right.matrix(in: pass.parameters), into: blocks)
    eachRow { block, inner, row, column in
      dense.row(row).advanced(by: column).update(
        from: blocks.row(block) + inner, count: output / order)
    }
    pass.workspace.release(to: mark)
    return dense
  }

  /// y = x·`matrix` + b.
  func forward(_ x: Matrix, _ matrix: Matrix, into y: Matrix, _ pass: ModulePass) {
    let bias = pass.parameters + bias.offset
    for row in 0..<y.rows { y.row(row).update(from: bias, count: output) }
    multiply(x, matrix, into: y, adding: true)
  }

  /// Gives the gradients of Sᵢ, Wᵢ and b to `sink`; one row a sample.
  func backward(_ dy: Matrix, x: Matrix, _ pass: ModulePass, _ sink: GradientSink) {
    sink.addColumnSum(bias, dy, SequenceSpans(oneRowEach: dy.rows))
    let mark = pass.workspace.mark
    let dense = pass.workspace.matrix(input, output)
    let blocks = pass.workspace.matrix(order * order, right.columns)
    let own = pass.workspace.matrix(1, max(left.count, right.count))
    sink.eachGroup(of: dy.rows) { samples in
      multiply(x.rows(samples).transposed, dy.rows(samples), into: dense)
      eachRow { block, inner, row, column in
        (blocks.row(block) + inner).update(from: dense.row(row) + column, count: output / order)
      }
      multiply(
        right.matrix(in: pass.parameters), blocks.transposed,
        into: Matrix(own.pointer, rows: left.rows, columns: left.columns))
      sink.add(left, own.pointer, count: left.count, sample: samples.lowerBound)
      multiply(
        left.matrix(in: pass.parameters), blocks,
        into: Matrix(own.pointer, rows: right.rows, columns: right.columns))
      sink.add(right, own.pointer, count: right.count, sample: samples.lowerBound)
    }
    pass.workspace.release(to: mark)
  }

  // Block (a, b) of the dense matrix is Σᵢ Sᵢ[a, b]·Wᵢ: each row of it, with its place in the block and in the matrix.
  @inline(__always)
  private func eachRow(_ body: (_ block: Int, _ inner: Int, _ row: Int, _ column: Int) -> Void) {
    let (high, wide) = (input / order, output / order)
    for a in 0..<order {
      for b in 0..<order {
        for row in 0..<high { body(a * order + b, row * wide, a * high + row, b * wide) }
      }
    }
  }
}
