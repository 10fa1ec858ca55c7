import COneDNN

/// Whose products with frozen weights are asked for; all others are OpenBLAS's.
public enum BLAS: String, Sendable, CaseIterable {
  /// oneDNN where it is found and the model is wide enough, else OpenBLAS.
  case auto
  /// OpenBLAS, or for narrow models loops of our own with its bits.
  case openblas
  /// oneDNN, which reorders frozen weights once.
  case onednn
}

/// The number format of the products with frozen weights; whatever is trained stays in float32.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision throughout.
  case float32
  /// Weights and inputs of those products in bfloat16, sums in float32.
  case bf16
}

/// How products with frozen weights are computed: by a library that is there, in a format that it and the processor have.
public struct Products: Sendable, Equatable {
  /// Whose they are, never `auto`: the bits of a result depend on it.
  public let library: BLAS
  /// Their number format.
  public let precision: Precision

  /// OpenBLAS's in single precision, which are always there.
  public static let plain = Products(library: .openblas, precision: .float32)

  private init(library: BLAS, precision: Precision) {
    self.library = library
    self.precision = precision
  }

  /// Decides what is asked for on this machine.
  ///
  /// `auto` is oneDNN for bfloat16, and in single precision on processors with AVX-512, for which it has kernels of its own,
  /// from a width on (docs/performance.md). Narrower models have the same bits on machines with
  /// it and without.
  ///
  /// - Parameter width: the model's, for `auto`.
  /// - Throws: when what is asked for cannot be had.
  public init(_ blas: BLAS, _ precision: Precision, width: Int) throws(ProductsError) {
    switch (blas, precision) {
    case (.openblas, .bf16): throw .conflict
    case (.openblas, .float32): self = .plain
    case (.auto, .float32) where !Self.pays(width): self = .plain
    case (.auto, _), (.onednn, _):
      switch OneDNN.search {
      case .open: break
      case .absent(let words): throw .absent(words, precision)
      case .unfit(let words): throw .unfit(words, precision)
      }
      guard precision == .float32 || cod_has_bfloat16() else { throw .processor }
      self.init(library: .onednn, precision: precision)
    }
  }

  private static func pays(_ width: Int) -> Bool {
    width >= leastWidth && OneDNN.isOpen && cod_has_avx512()
  }

  /// Width of a model from which on `auto` takes oneDNN in single precision.
  static let leastWidth = 256

  /// What to tell of a decision; nil: nothing out of the ordinary.
  ///
  /// - Parameters:
  ///   - asked: what was asked for.
  ///   - width: the model's.
  public func note(_ asked: BLAS, width: Int) -> String? {
    if library == .onednn { return "products with frozen weights by \(OneDNN.version)" }
    guard asked == .auto, width >= Self.leastWidth, let trouble = OneDNN.trouble else { return nil }
    return "products by OpenBLAS, oneDNN is not used: \(trouble)"
  }
}

/// Why products cannot be computed as asked, in one line.
public enum ProductsError: Error, Equatable, CustomStringConvertible {
  /// There is no oneDNN; the loader's words.
  case absent(String, Precision)
  /// The oneDNN that is there cannot be used.
  case unfit(String, Precision)
  /// The processor does not multiply bfloat16.
  case processor
  /// OpenBLAS has no bfloat16.
  case conflict

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .absent(let words, let precision):
      "\(Self.need(precision)) oneDNN, which is not here (\(words)): install libdnnl3 or libdnnl2, whichever the "
        + "distribution has, or use \(Self.way(precision))"
    case .unfit(let words, let precision):
      "\(Self.need(precision)) oneDNN, but \(words): install another, name it in \(OneDNN.variable), or use "
        + Self.way(precision)
    case .processor:
      "precision bf16 needs a processor that multiplies bfloat16 (AVX512-BF16, AMX): use float32"
    case .conflict:
      "precision bf16 needs oneDNN, and blas is openblas: leave it at auto, or use float32"
    }
  }

  /// Whether settings exclude each other, and nothing is lacking.
  public var isConflict: Bool { self == .conflict }

  private static func need(_ precision: Precision) -> String {
    precision == .bf16 ? "precision bf16 needs" : "blas onednn needs"
  }

  private static func way(_ precision: Precision) -> String {
    precision == .bf16 ? "float32" : "openblas"
  }
}
