import CKernels
import Foundation
import Plain
import Testing

@testable import Transformer

extension AttentionTiling {
  /// Every sample in tiles of fewer tokens than tests' samples have.
  static let small = AttentionTiling(shortest: 0, queries: 16, keys: 5)
}

@Suite("Attention in tiles")
struct AttentionTileTests {
  private func values(_ count: Int, _ scale: Float, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -scale...scale, using: &generator) }
  }

  @Test("products of every size and orientation", arguments: [1, 12, 25], [8, 16, 32, 53])
  func products(rows: Int, columns: Int) {
    let (inner, stride) = (7, 64)
    let a = values(64 * 64, 1, seed: 1)
    let b = values(64 * 64, 1, seed: 2)
    let before = values(64 * 64, 1, seed: 3)
    for (step, next) in [(stride, 1), (1, stride)] {
      for adds in [false, true] {
        var c = before
        ck_tile_product(
          rows, columns, inner, a, step, next, b, stride, adds ? 1 : 0, &c, stride)
        for index in c.indices {
          let (i, j) = (index / stride, index % stride)
          var sum = adds ? Double(before[index]) : 0
          for p in 0..<inner {
            guard i < rows, j < columns else { break }
            sum += Double(a[i * step + p * next]) * Double(b[p * stride + j])
          }
          let expected = i < rows && j < columns ? sum : Double(before[index])
          #expect(abs(Double(c[index]) - expected) < 1e-5)
        }
      }
    }
  }

  @Test(
    "a softmax over tiles, whose scores grow by hundreds, is that of the whole row",
    arguments: [1, 16, 21])
  func runningSoftmax(queries: Int) {
    let (keys, tile, stride, width) = (40, 8, 32, 3)
    let scale: Float = 0.5
    // The scores of later tiles are far above those of earlier ones for one half of the queries, far below for the other.
    let noise = values(keys * stride, 4, seed: 4)
    let all = (0..<keys * stride).map { index in
      noise[index] + Float(index / stride / tile) * (index % stride % 2 == 0 ? 150 : -150)
    }
    let right = values(keys * width, 1, seed: 5)
    let first = (0..<stride).map { Int32($0 % 7) }
    let last = (0..<stride).map { Int32(keys - $0 % 11) }
    var top = [Float](repeating: -.infinity, count: stride)
    var sum = [Float](repeating: 0, count: stride)
    var output = [Float](repeating: 0, count: stride * width)
    for start in Swift.stride(from: 0, to: keys, by: tile) {
      var scores = Array(all[start * stride..<(start + tile) * stride])
      ck_tile_softmax(
        tile, queries, stride, scale, start, first, last, &scores, &top, &sum, width, &output)
      ck_tile_product(
        queries, width, tile, scores, 1, stride, Array(right[(start * width)...]), width, 1,
        &output, width)
    }
    var context = output
    var logSums = [Float](repeating: 0, count: stride)
    ck_tile_finish(queries, width, scale, top, sum, output, &context, width, &logSums)
    for query in 0..<queries {
      let seen = Int(first[query])..<Int(last[query])
      let exponents = seen.map { Double(all[$0 * stride + query] * scale) }
      let largest = exponents.max() ?? 0
      let weights = exponents.map { exp($0 - largest) }
      let total = weights.reduce(0, +)
      #expect(abs(Double(logSums[query]) - largest - log(total)) < 1e-4)
      for column in 0..<width {
        let expected = zip(seen, weights).reduce(0) {
          $0 + Double(right[$1.0 * width + column]) * $1.1 / total
        }
        #expect(abs(Double(context[query * width + column]) - expected) < 1e-5)
      }
    }
  }

  @Test("a score that is not a number makes its query's output none, and no other's")
  func notANumber() {
    var scores = [Float](repeating: 1, count: 4 * 16)
    scores[2 * 16 + 5] = .nan
    var top = [Float](repeating: -.infinity, count: 16)
    var sum = [Float](repeating: 0, count: 16)
    var output = [Float](repeating: 0, count: 16)
    ck_tile_softmax(4, 16, 16, 1, 0, nil, nil, &scores, &top, &sum, 1, &output)
    for query in 0..<16 { #expect(sum[query].isNaN == (query == 5)) }
  }

  @Test("long samples beside short ones, with all modules, as without tiles", arguments: Forms.all)
  func mixed(_ form: Forms) throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [
        LoRA(rank: 2, alpha: 4, sites: LinearSite.allCases),
        PrefixTuning(length: 2, deviation: 0.5),
        SoftPrompt(length: 3, layer: 1),
      ]), form.configuration)
    let parameters = Tiny.parameters(encoder)
    let batch = Tiny.batch(types: Int32(max(1, form.configuration.tokens.tokenTypes)))
    let whole = Tiny.gradient(encoder, batch, parameters)
    // Of the samples with 3, 7, 1 and 17 tokens some are cut.
    let tiling = AttentionTiling(shortest: 9, queries: 16, keys: 3)
    let tiles = Tiny.gradient(encoder, batch, parameters, tiling: tiling)
    #expect(Tiny.distance(tiles, whole) < 1e-5)
    #expect(tiles != whole)
  }
}
