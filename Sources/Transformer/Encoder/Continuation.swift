import CKernels
import Foundation

/// A text that a decoder continues, token by token; keys and values of what was read are kept.
public final class Continuation {
  /// Tokens read so far.
  public private(set) var length = 0
  /// The most tokens that it can read.
  public let capacity: Int

  private let session: EncoderSession
  private let parameters: [Float]
  private let rotations = RotaryTables()
  /// By layer keys, then values, [capacity, width of keys] each.
  private let caches: [UnsafeMutablePointer<Float>]

  /// An empty text of at most `capacity` tokens, continued by `session`'s decoder with `parameters`.
  ///
  /// - Throws: `unsupported` for a network whose tokens see those behind them, or modules that add rows.
  public init(
    _ session: EncoderSession, parameters: [Float], capacity: Int
  ) throws(ModelError) {
    let encoder = session.encoder
    let configuration = encoder.configuration
    try encoder.weights.checkDecodes("continuing a text")
    guard session.promptRows == 0, encoder.hooks.allSatisfy({ $0.prefixLength == 0 }),
      encoder.shared.isEmpty
    else {
      throw .unsupported(
        file: encoder.weights.name, feature: "continuing a text behind prompts or prefixes",
        remedy: "use LoRA or adapters")
    }
    self.session = session
    self.parameters = parameters
    self.capacity = min(capacity, configuration.maxLength)
    let count = 2 * self.capacity * configuration.block.keyWidth
    caches = (0..<configuration.layers).map { _ in .allocate(capacity: count) }
  }

  deinit {
    for cache in caches { cache.deallocate() }
  }

  /// Reads tokens, and gives the logits of the word behind them, [vocabulary].
  ///
  /// - Parameter tokens: at least one, at most as many as there is room for.
  public func append(_ tokens: [Int32]) -> [Float] {
    precondition(!tokens.isEmpty && length + tokens.count <= capacity, "there is room for them")
    var batch = PackedBatch()
    batch.append(
      tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count), label: 0)
    let configuration = session.encoder.configuration
    return parameters.withUnsafeBufferPointer { values in
      // A vector without values has an address too, which nobody reads.
      let start = values.baseAddress ?? UnsafePointer(caches[0])
      let pass = session.begin(batch, start)
      let x = session.embed(batch).output
      for layer in 0..<configuration.layers { run(layer, x, pass) }
      length += tokens.count
      let last = session.finish(x.rows(x.rows - 1..<x.rows)).output
      let vocabulary = configuration.vocabularySize
      return [Float](unsafeUninitializedCapacity: vocabulary) { buffer, filled in
        guard let target = buffer.baseAddress else { return }
        session.wordLogits(last, into: Matrix(target, rows: 1, columns: vocabulary))
        filled = vocabulary
      }
    }
  }

  // One layer; `x` holds its input, then its output.
  private func run(_ layer: Int, _ x: Matrix, _ pass: ModulePass) {
    let (workspace, block) = (session.workspace, session.encoder.configuration.block)
    let hooks = session.hooks[layer]
    let mark = workspace.mark
    defer { workspace.release(to: mark) }
    let normal = workspace.matrix(x.rows, x.columns)
    let tape = NormTape(rows: x.rows, columns: x.columns, in: workspace)
    session.normalise(x, by: EncoderSession.attentionNorm(layer), tape, into: normal)
    let context = workspace.matrix(x.rows, block.queryWidth)
    attend(layer, normal, into: context, pass)
    let sum = workspace.matrix(x.rows, x.columns)
    session.apply(.attentionOut, of: layer, to: context, into: sum)
    session.applyLinear(hooks.at(.attentionOut), context, sum, pass)
    session.addSublayer(
      sum, hooks.attention, pass, bias: .layer(layer, .attentionOutBias), to: x)

    session.normalise(x, by: EncoderSession.outputNorm(layer), tape, into: normal)
    let up = workspace.matrix(x.rows, block.inner)
    let inner = workspace.matrix(x.rows, block.inner)
    let derivative = workspace.matrix(x.rows, block.inner)
    session.apply(.up, of: layer, to: normal, into: up)
    session.applyLinear(hooks.at(.up), normal, up, pass)
    let bias = session.values(.layer(layer, .upBias))
    if block.form.isGated {
      let gate = workspace.matrix(x.rows, block.inner)
      session.apply(.gate, of: layer, to: normal, into: gate)
      session.applyLinear(hooks.at(.gate), normal, gate, pass)
      session.activate(
        gate, session.values(.layer(layer, .gateBias)), block.activation, derivative: derivative,
        into: inner)
      ck_add_bias(up.rows, up.columns, up.pointer, bias, up.pointer)
      ck_multiply(up.rows * up.columns, up.pointer, inner.pointer)
    } else {
      session.activate(up, bias, block.activation, derivative: derivative, into: inner)
    }
    session.apply(.down, of: layer, to: inner, into: sum)
    session.applyLinear(hooks.at(.down), inner, sum, pass)
    session.addSublayer(sum, hooks.feedForward, pass, bias: .layer(layer, .downBias), to: x)
  }

  // Queries of the new rows over all keys and values up to each.
  private func attend(_ layer: Int, _ x: Matrix, into context: Matrix, _ pass: ModulePass) {
    let configuration = session.encoder.configuration
    let (workspace, block) = (session.workspace, configuration.block)
    let hooks = session.hooks[layer]
    let (queries, keys) = (block.queryWidth, block.keyWidth)
    let all = workspace.matrix(x.rows, queries + 2 * keys)
    session.apply(.projections, of: layer, to: x, into: all)
    let query = all.columns(from: 0, count: queries)
    let key = all.columns(from: queries, count: keys)
    let value = all.columns(from: queries + keys, count: keys)
    session.applyLinear(hooks.at(.query), x, query, pass)
    session.applyLinear(hooks.at(.key), x, key, pass)
    session.applyLinear(hooks.at(.value), x, value, pass)
    ck_add_bias(
      all.rows, all.columns, all.pointer, session.projections(of: layer).bias, all.pointer)
    let total = length + x.rows
    let reach = configuration.reach(of: layer)
    let turns = reach.rotary.map {
      rotations.turns($0, width: block.headWidth, positions: capacity)
    }
    let keyCache = Matrix(caches[layer], rows: total, columns: keys)
    let valueCache = Matrix(caches[layer] + capacity * keys, rows: total, columns: keys)
    for row in 0..<x.rows {
      let position = length + row
      turns?.turn(query.row(row), heads: block.heads, at: position, back: false)
      turns?.turn(key.row(row), heads: block.keyHeads, at: position, back: false)
      keyCache.row(position).update(from: key.row(row), count: keys)
      valueCache.row(position).update(from: value.row(row), count: keys)
    }
    let width = block.headWidth
    let scale = 1 / Float(width).squareRoot()
    // A row is padded to whole blocks, and a window may begin at any of its values.
    let stride = (total + 31) / 16 * 16
    let scores = Matrix(
      workspace.take(x.rows * stride), rows: x.rows, columns: total, stride: stride)
    for head in 0..<block.heads {
      let shared = head / (block.heads / block.keyHeads) * width
      multiply(
        query.columns(from: head * width, count: width),
        keyCache.columns(from: shared, count: width).transposed, into: scores)
      for row in 0..<x.rows {
        let seen = reach.keys(at: length + row, of: total)
        let values = scores.row(row)
        let padded = (seen.count + 15) / 16 * 16
        ck_softmax(1, seen.count, padded, scale, values + seen.lowerBound)
        values.update(repeating: 0, count: seen.lowerBound)
        let end = min(seen.lowerBound + padded, total)
        (values + end).update(repeating: 0, count: total - end)
      }
      multiply(
        scores, valueCache.columns(from: shared, count: width),
        into: context.columns(from: head * width, count: width))
    }
  }
}

/// How the next word is chosen of its logits.
public struct WordChoice: Sendable, Equatable {
  /// Logits are divided by it before one is drawn; 0: the largest is taken.
  public var temperature: Float
  /// Only the most probable words that together have this share are drawn from.
  public var share: Float

  /// A choice; the largest where nothing is given.
  public init(temperature: Float = 0, share: Float = 1) {
    self.temperature = temperature
    self.share = share
  }

  /// The chosen word.
  public func callAsFunction(
    _ logits: [Float], using generator: inout some RandomNumberGenerator
  ) -> Int32 {
    let largest = logits.indices.max { logits[$0] < logits[$1] } ?? 0
    guard temperature > 0 else { return Int32(largest) }
    let weights = logits.map { Double(($0 - logits[largest]) / temperature) }
    var words = weights.indices.map { (word: $0, weight: exp(weights[$0])) }
    words.sort { ($0.weight, $1.word) > ($1.weight, $0.word) }
    let total = words.reduce(0) { $0 + $1.weight }
    var kept = 0.0
    let count = words.firstIndex { word in
      kept += word.weight
      return kept >= Double(share) * total
    }
    words = Array(words.prefix((count ?? words.count - 1) + 1))
    var draw = Double.random(in: 0..<1, using: &generator) * words.reduce(0) { $0 + $1.weight }
    for word in words {
      draw -= word.weight
      if draw < 0 { return Int32(word.word) }
    }
    return Int32(words.last?.word ?? largest)
  }
}
