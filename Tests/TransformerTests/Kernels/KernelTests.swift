import CKernels
import Foundation
import Plain
import Testing

@testable import Transformer

@Suite("Vector loops against Double")
struct KernelTests {
  private func values(_ count: Int, _ scale: Float = 1, seed: UInt64 = 4) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -scale...scale, using: &generator) }
  }

  @Test("GELU and its derivative to 1e-6", arguments: [1, 15, 16, 20, 4001])
  func gelu(count: Int) {
    let x = count == 1 ? [Float(-0.5)] : (0..<count).map { Float($0) * 16 / Float(count - 1) - 8 }
    var derivative = x
    var activated = [Float](repeating: 0, count: count)
    ck_gelu(1, count, x, [Float](repeating: 0, count: count), &derivative, &activated)
    for index in x.indices {
      let v = Double(x[index])
      let phi = 0.5 * erfc(-v / 2.0.squareRoot())
      let slope = phi + v * exp(-v * v / 2) / (2 * Double.pi).squareRoot()
      #expect(abs(Double(activated[index]) - v * phi) < 1e-6)
      #expect(abs(Double(derivative[index]) - slope) < 1e-6)
    }
  }

  @Test("tanh GELU, ReLU and tanh")
  func otherNonlinearities() {
    let x = values(1003, 6)
    let bias = values(1003, 1, seed: 5)
    var derivative = x
    var activated = x
    ck_gelu_tanh(1, x.count, x, bias, &derivative, &activated)
    var hinge = x
    var kept = x
    ck_relu(1, x.count, x, bias, &hinge, &kept)
    var tanhs = x
    ck_tanh(x.count, &tanhs)
    for index in x.indices {
      let v = Double(x[index] + bias[index])
      let c = (2 / Double.pi).squareRoot()
      let t = tanh(c * (v + 0.044715 * v * v * v))
      let slope = 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * c * (1 + 3 * 0.044715 * v * v)
      #expect(abs(Double(activated[index]) - 0.5 * v * (1 + t)) < 2e-6)
      #expect(abs(Double(derivative[index]) - slope) < 2e-6)
      #expect(Double(kept[index]) == max(0, v) && hinge[index] == (v > 0 ? 1 : 0))
      #expect(abs(Double(tanhs[index]) - tanh(Double(x[index]))) < 1e-6)
    }
  }

  @Test("LayerNorm forward, also far from zero", arguments: [1, 5, 20, 128], [Float(0), 100])
  func normForward(columns: Int, shift: Float) {
    let rows = 3
    let y = values(rows * columns).map { $0 + shift }
    let residual = values(rows * columns, 1, seed: 6)
    let bias = values(columns, 1, seed: 7)
    let weight = values(columns, 1, seed: 8)
    let offset = values(columns, 1, seed: 9)
    var normalised = y
    var inverse = [Float](repeating: 0, count: rows)
    var out = y
    ck_norm_forward(
      rows, columns, y, residual, bias, weight, offset, 1e-5, &normalised, &inverse, &out)
    for row in 0..<rows {
      let sums = (0..<columns).map {
        Double(y[row * columns + $0] + residual[row * columns + $0] + bias[$0])
      }
      let mean = sums.reduce(0, +) / Double(columns)
      let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      for column in 0..<columns {
        let h = (sums[column] - mean) / (variance + 1e-5).squareRoot()
        let expected = h * Double(weight[column]) + Double(offset[column])
        #expect(abs(Double(out[row * columns + column]) - expected) < (shift == 0 ? 1e-5 : 2e-4))
      }
    }
  }

  @Test("LayerNorm of values whose variance overflows is no number, not a row of zeros")
  func normOverflow() {
    let (rows, columns) = (2, 20)
    // Only the second row is too large.
    let y = values(rows * columns).enumerated().map { $0 < columns ? $1 : $1 * 1e30 }
    let ones = [Float](repeating: 1, count: columns)
    var (normalised, inverse, out) = (y, [Float](repeating: 0, count: rows), y)
    ck_norm_forward(rows, columns, y, nil, nil, ones, ones, 1e-5, &normalised, &inverse, &out)
    #expect(out.prefix(columns).allSatisfy { $0.isFinite })
    #expect(out.suffix(columns).allSatisfy { $0.isNaN })
  }

  @Test("LayerNorm forward without residual and bias is the same as with zeros")
  func normOptions() {
    let (rows, columns) = (2, 37)
    let y = values(rows * columns)
    let zeros = [Float](repeating: 0, count: rows * columns)
    let weight = values(columns, 1, seed: 8)
    func run(_ residual: [Float]?, _ bias: [Float]?) -> [Float] {
      var (normalised, inverse, out) = (y, [Float](repeating: 0, count: rows), y)
      ck_norm_forward(
        rows, columns, y, residual, bias, weight, zeros, 1e-5, &normalised, &inverse, &out)
      return out
    }
    let full = run(zeros, zeros)
    #expect(Tiny.distance(run(nil, nil), full) < 1e-6)
    #expect(Tiny.distance(run(zeros, nil), full) < 1e-6)
    #expect(Tiny.distance(run(nil, zeros), full) < 1e-6)
  }

  @Test("softmax by rows, and its gradient", arguments: [1, 3, 16, 17, 40])
  func softmax(columns: Int) {
    let rows = 4
    let stride = (columns + 15) / 16 * 16
    let scores = values(rows * stride, 30)
    var p = scores
    ck_softmax(rows, columns, stride, 0.5, &p)
    let upstream = values(rows * stride, 1, seed: 5)
    var d = upstream
    ck_softmax_backward(rows, columns, stride, 0.5, p, &d)
    for row in 0..<rows {
      let own = (0..<columns).map { exp(0.5 * Double(scores[row * stride + $0]) - 15) }
      let total = own.reduce(0, +)
      let inner = (0..<columns).reduce(0.0) {
        $0 + own[$1] / total * Double(upstream[row * stride + $1])
      }
      for column in 0..<stride {
        let index = row * stride + column
        guard column < columns else {
          #expect(p[index] == 0 && d[index] == 0)
          continue
        }
        let expected = own[column] / total
        #expect(abs(Double(p[index]) - expected) < 1e-6)
        let slope = 0.5 * expected * (Double(upstream[index]) - inner)
        #expect(abs(Double(d[index]) - slope) < 1e-6)
      }
    }
  }

  @Test("what is not a number comes out", arguments: [Float.nan, .infinity])
  func notANumber(value: Float) {
    var scores = values(32)
    scores[3] = value
    ck_softmax(2, 10, 16, 1, &scores)
    #expect(scores[..<10].allSatisfy { $0.isNaN } && scores[16..<26].allSatisfy { $0.isFinite })
    var h = values(20)
    h[2] = value
    var derivative = h
    var activated = h
    ck_gelu(1, 20, h, [Float](repeating: 0, count: 20), &derivative, &activated)
    #expect(!activated[2].isFinite && activated[3].isFinite)
    var logits = values(6)
    logits[0] = value
    var losses = [Float](repeating: 0, count: 2)
    ck_cross_entropy(2, 3, &logits, [1, 1], 1, &losses)
    #expect(losses[0].isNaN && losses[1].isFinite)
  }

  @Test("one sample's gradient: sum, squared norm and diagonal", arguments: [1, 16, 33])
  func accumulate(count: Int) {
    let g = values(count)
    var gradient = values(count, 1, seed: 5)
    var diagonal = [Float](repeating: 1, count: count)
    let before = gradient
    let square = ck_accumulate(count, g, &gradient, 4, &diagonal)
    #expect(abs(Double(square) - Tiny.dot(g, g)) < 1e-5)
    for index in 0..<count {
      #expect(gradient[index] == before[index] + g[index])
      #expect(abs(diagonal[index] - 1 - 4 * g[index] * g[index]) < 1e-6)
    }
    #expect(abs(ck_accumulate(count, g, &gradient, 4, nil) - square) <= 1e-6 * square)
  }

  @Test("products with strides, transposed and added", arguments: [true, false])
  func products(adding: Bool) {
    var (a, b, c) = (values(6 * 9), values(9 * 7, 1, seed: 5), values(6 * 8, 1, seed: 6))
    let before = c
    a.withUnsafeMutableBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          multiply(
            Matrix(a, rows: 6, columns: 9).columns(from: 2, count: 4),
            Matrix(b, rows: 4, columns: 5, stride: 7),
            into: Matrix(c, rows: 6, columns: 5, stride: 8), scale: 2, adding: adding)
        }
      }
    }
    for row in 0..<6 {
      for column in 0..<8 {
        var expected = Double(before[row * 8 + column])
        if column < 5 {
          let product = (0..<4).reduce(0.0) {
            $0 + Double(a[row * 9 + 2 + $1]) * Double(b[$1 * 7 + column])
          }
          expected = (adding ? expected : 0) + 2 * product
        }
        #expect(abs(Double(c[row * 8 + column]) - expected) < 1e-5)
      }
    }
  }
}
