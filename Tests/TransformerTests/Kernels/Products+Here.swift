import Testing

@testable import Transformer

extension Products: CustomTestStringConvertible {
  /// All that this machine has: OpenBLAS's, and oneDNN's where it is installed.
  static let here: [Products] = [
    (BLAS.openblas, Precision.float32), (.onednn, .float32), (.onednn, .bf16),
  ].compactMap { try? Products($0, $1, width: 0) }

  /// Library and format.
  public var testDescription: String { "\(library) \(precision)" }
}
