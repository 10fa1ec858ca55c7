import Testing

@testable import Transformer

/// Generators and attention of prompts by hand, in cases of a few numbers.
@Suite("Prompts by hand")
struct PromptGoldenTests {
  private func close(_ values: [Float], _ expected: [Double], _ tolerance: Double = 1e-6) -> Bool {
    values.count == expected.count
      && zip(values, expected).allSatisfy { abs(Double($0) - $1) < tolerance }
  }

  /// Runs `body` with a pass over samples of these many rows.
  private func withPass<Result>(
    _ parameters: [Float], rows: [Int], _ body: (ModulePass) throws -> Result
  ) rethrows -> Result {
    let workspace = Workspace()
    let offsets = workspace.integers(rows.count + 1)
    offsets[0] = 0
    for (sample, count) in rows.enumerated() { offsets[sample + 1] = offsets[sample] + count }
    let memos = UnsafeMutablePointer<Memo>.allocate(capacity: 1)
    defer { memos.deallocate() }
    return try parameters.withUnsafeBufferPointer { parameters in
      try body(
        ModulePass(
          parameters: parameters.baseAddress ?? UnsafePointer(workspace.take(1)),
          spans: SequenceSpans(offsets: offsets, count: rows.count), workspace: workspace,
          weights: Tiny.weights(), memos: memos))
    }
  }

  private func matrix(_ values: [[Float]], _ pass: ModulePass) -> Matrix {
    let matrix = pass.workspace.matrix(values.count, values[0].count)
    for (row, values) in values.enumerated() {
      matrix.row(row).update(from: values, count: values.count)
    }
    return matrix
  }

  private func values(_ matrix: Matrix) -> [Float] {
    Array(UnsafeBufferPointer(start: matrix.pointer, count: matrix.rows * matrix.columns))
  }

  @Test("two Kronecker products add up to the matrix")
  func hypercomplex() {
    var installer = ModuleInstaller(configuration: Tiny.configuration())
    let map = HypercomplexMap(
      "map", input: 4, output: 4, order: 2, bias: .zeros, layer: nil, module: "map",
      in: &installer)
    let left: [Float] = [1, 0, 0, 1, 0, -1, 1, 0]
    let right: [Float] = [1, 2, 3, 4, 0.5, 0, -0.5, 1]
    withPass(left + right + [0, 0, 0, 0], rows: [1]) { pass in
      let dense = map.matrix(pass)
      #expect(
        values(dense) == [1, 2, -0.5, 0, 3, 4, 0.5, -1, 0.5, 0, 1, 2, -0.5, 1, 3, 4])
      let y = pass.workspace.matrix(1, 4)
      map.forward(matrix([[1, 0, -1, 2]], pass), dense, into: y, pass)
      #expect(values(y) == [-0.5, 4, 4.5, 6])
    }
  }

  @Test("one product is a dense map, and each has the parameters that it should")
  func orders() {
    var installer = ModuleInstaller(configuration: Tiny.configuration())
    let map = HypercomplexMap(
      "map", input: 2, output: 3, order: 1, bias: .zeros, layer: nil, module: "map",
      in: &installer)
    #expect(installer.layout.count == 1 + 6 + 3)
    withPass([1, 1, 2, 3, 4, 5, 6, 0.5, 0, 0], rows: [1]) { pass in
      let y = pass.workspace.matrix(1, 3)
      map.forward(matrix([[1, -1]], pass), map.matrix(pass), into: y, pass)
      #expect(values(y) == [-2.5, -3, -3])
    }
    var wide = ModuleInstaller(configuration: Tiny.configuration())
    _ = HypercomplexMap(
      "map", input: 128, output: 640, order: 16, bias: .zeros, layer: nil, module: "map",
      in: &wide)
    #expect(wide.layout.count == 16 * 16 * 16 + 128 * 640 / 16 + 640)
  }

  /// A mixed prompt of one row of width 3, run on one sample whose largest values are 1, 2, 1.
  private func mix(
    _ sources: [[Float]], target: [Float], down: [Float] = [1, 0, -1, 0, 1, 1],
    temperature: Float = 3 * 2.718_281_828
  ) throws -> [Float] {
    var installer = ModuleInstaller(
      configuration: Tiny.configuration(hiddenSize: 3, heads: 1, intermediateSize: 4))
    MixedPrompt(length: 1, sources: sources, size: 2, temperature: temperature)
      .install(in: &installer)
    let hook = try #require(installer.hooks.prompts.first).hook
    #expect(installer.layout.segments.map(\.count) == [3, 6, 6, 3, 3])
    let parameters = target + down + [1, 0, 0, 1, 1, 1] + [1, 1, 1] + [0, 0, 0]
    return withPass(parameters, rows: [2]) { pass in
      let prompts = pass.workspace.matrix(1, 3)
      _ = hook.forward(matrix([[1, -3, 1], [0, 2, -2]], pass), into: prompts, pass)
      return values(prompts)
    }
  }

  @Test("attention weighs prompts as by hand")
  func attention() throws {
    let sources: [[Float]] = [[1, 1, 0], [1, 1, 2]]
    let target: [Float] = [0.5, 0.5, 1]
    let weights = [0.300_456_661_2, 0.357_352_637_8, 0.342_190_701_0]
    let expected = (0..<3).map { column in
      Double(target[column])
        + zip(weights, sources + [target]).reduce(0) { $0 + $1.0 * Double($1.1[column]) }
    }
    #expect(close(try mix(sources, target: target), expected))
  }

  @Test("alike prompts, or a network that says nothing, are weighed alike")
  func uniform() throws {
    let target: [Float] = [0.25, -1, 2]
    #expect(close(try mix([target, target], target: target), target.map { 2 * Double($0) }))
    #expect(close(try mix([], target: target), target.map { 2 * Double($0) }, 1e-7))
    // D = 0: LayerNorm of nothing is nothing.
    let source: [Float] = [4, 0, 1]
    let half = zip(target, source).map { Double($0) + 0.5 * Double($0) + 0.5 * Double($1) }
    #expect(
      close(try mix([source], target: target, down: [Float](repeating: 0, count: 6)), half))
  }

  @Test("stretches of the tokens are PyTorch's adaptive pooling", arguments: [false, true])
  func pooling(takesLargest: Bool) throws {
    // torch.nn.AdaptiveAvgPool1d(3) and MaxPool1d of (1, 2, 3, 4, 5): 1 2 | 2 3 4 | 4 5; of (1, 2): 1 | 1 2 | 2.
    var installer = ModuleInstaller(
      configuration: Tiny.configuration(hiddenSize: 1, heads: 1, intermediateSize: 4))
    LatePrompt(length: 3, layer: 0, size: 1, generator: takesLargest ? .mppg : .appg)
      .install(in: &installer)
    let hook = try #require(installer.hooks.prompts.first).hook
    let found = withPass([1, 0, 1, 0.25], rows: [5, 2]) { pass in
      let prompts = pass.workspace.matrix(6, 1)
      let hidden = matrix([1, 2, 3, 4, 5, 1, 2].map { [$0] }, pass)
      _ = hook.forward(hidden, into: prompts, pass)
      return values(prompts)
    }
    let expected: [Double] = takesLargest ? [2, 4, 5, 1, 2, 2] : [1.5, 3, 4.5, 1, 1.5, 2]
    #expect(close(found, expected.map { $0 + 0.25 }))
  }
}
