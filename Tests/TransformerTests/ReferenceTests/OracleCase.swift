import Foundation
import Testing

@testable import Transformer

/// One model with its adapter, samples and reference values, as `make_oracle.py` stores them.
struct OracleCase: Sendable, CustomTestStringConvertible {
  /// What PyTorch computed for one sample.
  struct Expected: Decodable {
    var tokens: [Int32]?
    var logits: [Float]
    var adapter_logits: [Float]
    var loss: Float
    var trace_lora: Float
    var trace_all: Float
  }

  private struct Sample: Decodable {
    var label: Int32
  }

  let directory: String

  var testDescription: String { directory.split(separator: "/").suffix(2).joined(separator: "/") }

  /// The stored cases, and those in directories that `FEDTOP_ORACLES` names, with `:` between.
  static let all: [OracleCase] = {
    let more = ProcessInfo.processInfo.environment["FEDTOP_ORACLES"] ?? ""
    let roots = [ReferenceFiles.path("oracle")] + more.split(separator: ":").map(String.init)
    return roots.flatMap { root in
      Architecture.all.map { OracleCase(directory: root + "/" + $0.name) }
        .filter { FileManager.default.fileExists(atPath: $0.directory) }
    }
  }()

  /// Weights, and the adapter that belongs to them.
  func load() throws -> (weights: EncoderWeights, adapter: LoRAAdapter) {
    (
      weights: try EncoderWeights.load(directory: directory + "/model"),
      adapter: try LoRAAdapter.load(directory: directory + "/adapter")
    )
  }

  /// Values by PEFT parameter name, normalised to segment names.
  func tensors(_ name: String) throws -> [String: [Float]] {
    let file = try SafetensorsFile(path: directory + "/" + name)
    var tensors: [String: [Float]] = [:]
    for name in file.names { tensors[AdapterKey.normalized(name)] = try file.floats(name) }
    return tensors
  }

  /// Reference values by sample.
  func expected() throws -> [Expected] { try lines(of: "expected.jsonl") }

  /// The samples cut into batches of at most `size`.
  func batches(of size: Int) throws -> [PackedBatch] {
    let expected = try expected()
    let images = try OracleImages(directory)
    let samples: [Sample] = try lines(of: "data.jsonl")
    let separator: Int32? = directory.hasSuffix("roberta") ? nil : 3
    return stride(from: 0, to: expected.count, by: size).map { start in
      var batch = PackedBatch()
      for index in start..<min(start + size, expected.count) {
        guard let tokens = expected[index].tokens else {
          images?.append(index, label: samples[index].label, to: &batch)
          continue
        }
        batch.append(
          tokens: tokens, tokenTypes: Self.tokenTypes(tokens, separator: separator),
          label: samples[index].label)
      }
      return batch
    }
  }

  /// Type 0 up to and including the first separator, then 1; all 0 without a separator.
  private static func tokenTypes(_ tokens: [Int32], separator: Int32?) -> [Int32] {
    let first = tokens.firstIndex { $0 == separator } ?? tokens.count
    return tokens.indices.map { $0 <= first ? 0 : 1 }
  }

  private func lines<Line: Decodable>(of name: String) throws -> [Line] {
    let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
    return try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: $0)
    }
  }
}

/// A stored case as one library computes it.
struct OracleRun: Sendable, CustomTestStringConvertible {
  let oracle: OracleCase
  let products: Products

  static let all = OracleCase.all.flatMap { oracle in
    Products.here.map { OracleRun(oracle: oracle, products: $0) }
  }

  var testDescription: String { "\(oracle.testDescription) \(products.testDescription)" }

  private var isHalf: Bool { products.precision == .bf16 }
  /// Of a logit or a loss.
  var tolerance: Float { isHalf ? 0.1 : 1e-4 }
  /// Of a trace, relative to it.
  var traceTolerance: Float { isHalf ? 0.1 : 0.005 }
  /// Of a gradient's squared error, relative to its squared norm.
  var gradientTolerance: Double { isHalf ? 2.5e-3 : 1e-6 }
}
