import CKernels

/// Rows in front of the input that a small network makes of the sample itself (IDPG: Wu and others 2022,
/// arXiv 2204.04497).
///
/// It reads what the head would read of the sample without any prompt, which takes a pass of its own and has no way
/// back, and has one hidden layer of `size` values. Both of its maps are hypercomplex.
public struct SentencePrompt: EncoderModule {
  /// Rows in front, p.
  public let length: Int
  /// Width m of the hidden layer.
  public let size: Int
  /// Factors n of the maps; divides the hidden width and `size`.
  public let order: Int

  /// A generator of `length` rows.
  public init(length: Int, size: Int, order: Int) {
    precondition(length > 0 && size > 0 && order > 0, "a generator has rows, a width and factors")
    self.length = length
    self.size = size
    self.order = order
  }

  /// Puts the rows in front of the first layer.
  public func install(in installer: inout ModuleInstaller) {
    guard installer.layer == 0 else { return }
    installer.askForSentences()
    let width = installer.configuration.hiddenSize
    let name = "\(installer.configuration.family.name).prompt_generator"
    let down = HypercomplexMap(
      "\(name).down", input: width, output: size, order: order, bias: .normal(0.05), layer: nil,
      module: "prompt", in: &installer)
    let up = HypercomplexMap(
      "\(name).up", input: size, output: length * width, order: order, bias: .uniform(0.5),
      layer: nil, module: "prompt", in: &installer)
    installer.attach(SentenceRows(length: length, size: size, down: down, up: up))
  }
}

/// p = up(gelu(down(z))); keeps gelu′, gelu and the matrix of the upper map.
private struct SentenceRows: PromptHook {
  let length: Int
  let size: Int
  let down: HypercomplexMap
  let up: HypercomplexMap

  func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
    guard let z = pass.sentences else { preconditionFailure("the module asks for sentences") }
    let kept = pass.workspace.matrix(2 * z.rows, size)
    let (derivative, activated) = (kept.rows(0..<z.rows), kept.rows(z.rows..<2 * z.rows))
    let mark = pass.workspace.mark
    let zeros = pass.workspace.matrix(1, size)
    zeros.clear()
    down.forward(z, down.matrix(pass), into: derivative, pass)
    ck_gelu(
      z.rows, size, derivative.pointer, zeros.pointer, derivative.pointer, activated.pointer)
    up.forward(activated, up.matrix(pass), into: flat(prompts, z.rows), pass)
    pass.workspace.release(to: mark)
    return kept.pointer
  }

  func backward(
    _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo, let z = pass.sentences else { return }
    let dy = flat(dPrompts, z.rows)
    let derivative = Matrix(memo, rows: z.rows, columns: size)
    let activated = Matrix(memo + z.rows * size, rows: z.rows, columns: size)
    up.backward(dy, x: activated, pass, sink)
    let mark = pass.workspace.mark
    let inner = pass.workspace.matrix(z.rows, size)
    multiply(dy, up.matrix(pass).transposed, into: inner)
    ck_multiply(z.rows * size, derivative.pointer, inner.pointer)
    down.backward(inner, x: z, pass, sink)
    pass.workspace.release(to: mark)
  }

  // The rows of a sample as one.
  private func flat(_ prompts: Matrix, _ samples: Int) -> Matrix {
    Matrix(prompts.pointer, rows: samples, columns: length * prompts.columns)
  }
}
