import Transformer

/// The products of matrices that a training step consists of, and how much arithmetic that is.
///
/// What a LoRA step needs for its real tokens: the forward pass, attention, the backward pass into
/// activations but neither into frozen weights nor below the inputs of the first layer, and LoRA on
/// query and value. Norms, softmax and the optimiser are not counted.
struct StepArithmetic {
  /// The encoder.
  let shape: BenchShape
  /// What the head reads; a first token goes through a dense map.
  let pooling: Pooling
  /// Leaves out rows of the last layer that nobody reads, as our engine does and PyTorch does not.
  let skipsUnread: Bool

  /// The products of a forward pass over samples of these lengths.
  func forward(_ lengths: [Int]) -> [GemmProduct] {
    (0..<shape.layers).flatMap { forward(Layer($0, lengths, self)) } + forwardHead(lengths.count)
  }

  /// The products of a forward and a backward pass.
  func step(_ lengths: [Int]) -> [GemmProduct] {
    forward(lengths) + backwardHead(lengths.count)
      + (0..<shape.layers).reversed().flatMap { backward(Layer($0, lengths, self)) }
  }

  // MARK: The head

  private func forwardHead(_ samples: Int) -> [GemmProduct] {
    let dense = GemmProduct(.rightTransposed, samples, shape.width, shape.width)
    let output = GemmProduct(.rightTransposed, samples, BenchShape.labels, shape.width)
    return pooling == .first ? [dense, output] : [output]
  }

  // The output map is trained, the dense one is frozen.
  private func backwardHead(_ samples: Int) -> [GemmProduct] {
    let dense = GemmProduct(.plain, samples, shape.width, shape.width)
    let output = [
      GemmProduct(.leftTransposed, BenchShape.labels, shape.width, samples),
      GemmProduct(.plain, samples, shape.width, BenchShape.labels),
    ]
    return pooling == .first ? output + [dense] : output
  }

  // MARK: A layer

  private struct Layer {
    let lengths: [Int]
    let tokens: Int
    /// Rows that go on past attention.
    let rows: Int
    /// Whether these are the first tokens alone.
    let isSelected: Bool
    /// Whether gradients of its input are wanted.
    let needsInput: Bool
    /// Distance of rows of queries, and of keys and values.
    let queryStride: Int
    let pairStride: Int

    init(_ index: Int, _ lengths: [Int], _ step: StepArithmetic) {
      self.lengths = lengths
      tokens = lengths.reduce(0, +)
      isSelected =
        step.skipsUnread && step.pooling == .first && index == step.shape.layers - 1
      rows = isSelected ? lengths.count : tokens
      needsInput = index > 0
      queryStride = step.shape.width * (isSelected ? 1 : 3)
      pairStride = step.shape.width * (isSelected ? 2 : 3)
    }

    /// Rows of one sample that ask, when it has `length` to be asked.
    func queries(_ length: Int) -> Int { isSelected ? 1 : length }
  }

  private func forward(_ layer: Layer) -> [GemmProduct] {
    let (rows, width, inner) = (layer.rows, shape.width, shape.intermediate)
    var products: [GemmProduct] =
      layer.isSelected
      ? [
        .init(.rightTransposed, rows, width, width),
        .init(.rightTransposed, layer.tokens, 2 * width, width),
      ]
      : [.init(.rightTransposed, rows, 3 * width, width)]
    for (rows, stride) in [(rows, layer.queryStride), (layer.tokens, layer.pairStride)] {
      let rank = shape.rank
      products += [
        .init(.rightTransposed, rows, rank, width),
        .init(
          .rightTransposed, rows, width, rank, strides: SIMD3(rank, rank, stride), adds: true),
      ]
    }
    for length in layer.lengths {
      let queries = layer.queries(length)
      let scores = Self.stride(length)
      let head: [GemmProduct] = [
        .init(
          .rightTransposed, queries, length, shape.headWidth,
          strides: SIMD3(layer.queryStride, layer.pairStride, scores)),
        .init(
          .plain, queries, shape.headWidth, length,
          strides: SIMD3(scores, layer.pairStride, width)),
      ]
      for _ in 0..<shape.heads { products += head }
    }
    return products + [
      .init(.rightTransposed, rows, width, width), .init(.rightTransposed, rows, inner, width),
      .init(.rightTransposed, rows, width, inner),
    ]
  }

  private func backward(_ layer: Layer) -> [GemmProduct] {
    let (rows, width, inner) = (layer.rows, shape.width, shape.intermediate)
    var products: [GemmProduct] = [
      .init(.plain, rows, inner, width), .init(.plain, rows, width, inner, adds: true),
      .init(.plain, rows, width, width),
    ]
    for length in layer.lengths {
      let head = backwardHead(of: layer, length)
      for _ in 0..<shape.heads { products += head }
    }
    if layer.needsInput {
      products +=
        layer.isSelected
        ? [
          .init(.plain, layer.tokens, width, 2 * width),
          .init(.plain, rows, width, width, adds: true),
        ]
        : [.init(.plain, rows, width, 3 * width, adds: true)]
    }
    for (rows, stride) in [(rows, layer.queryStride), (layer.tokens, layer.pairStride)] {
      let rank = shape.rank
      products += [
        .init(.leftTransposed, width, rank, rows, strides: SIMD3(stride, rank, rank), adds: true),
        .init(.plain, rows, rank, width, strides: SIMD3(stride, rank, rank)),
        .init(.leftTransposed, rank, width, rows, adds: true),
      ]
      if layer.needsInput { products.append(.init(.plain, rows, width, rank, adds: true)) }
    }
    return products
  }

  /// Gradients of values, scores, queries and keys; those of the first layer's keys are not needed.
  private func backwardHead(of layer: Layer, _ length: Int) -> [GemmProduct] {
    let (queries, head, width) = (layer.queries(length), shape.headWidth, shape.width)
    let (query, pair, scores) = (layer.queryStride, layer.pairStride, Self.stride(length))
    let products: [GemmProduct] = [
      .init(.leftTransposed, length, head, queries, strides: SIMD3(scores, width, pair)),
      .init(.rightTransposed, queries, length, head, strides: SIMD3(width, pair, scores)),
      .init(.plain, queries, head, length, strides: SIMD3(scores, pair, query)),
    ]
    guard layer.needsInput else { return products }
    return products + [
      .init(.leftTransposed, length, head, queries, strides: SIMD3(scores, query, pair))
    ]
  }

  /// Rows of scores are padded to whole blocks of the vector loops.
  private static func stride(_ length: Int) -> Int { (length + 15) / 16 * 16 }
}

extension Array where Element == GemmProduct {
  /// Multiplications and additions of all products.
  var flops: Double { reduce(0) { $0 + $1.flops } }
}
