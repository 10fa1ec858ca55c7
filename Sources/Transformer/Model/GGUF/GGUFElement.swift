import CKernels

/// The types of values in GGUF files that can be read as Float.
enum GGUFElement: UInt32, Sendable {
  case float32 = 0
  case float16 = 1
  case q4_0 = 2
  case q4_1 = 3
  case q8_0 = 8
  case q4K = 12
  case q6K = 14
  case bfloat16 = 30

  /// Values of a block, which lie in one row.
  var blockLength: Int {
    switch self {
    case .float32, .float16, .bfloat16: 1
    case .q4_0, .q4_1, .q8_0: 32
    case .q4K, .q6K: 256
    }
  }

  /// Bytes of a block.
  var blockBytes: Int {
    switch self {
    case .float32: 4
    case .float16, .bfloat16: 2
    case .q4_0: 18
    case .q4_1: 20
    case .q8_0: 34
    case .q4K: 144
    case .q6K: 210
    }
  }

  /// Bytes of so many values, which are whole blocks.
  func bytes(of count: Int) -> Int { count / blockLength * blockBytes }

  /// Writes `count` values, which are whole blocks, to `target`.
  func expand(_ source: UnsafeRawPointer, count: Int, to target: UnsafeMutablePointer<Float>) {
    let blocks = count / blockLength
    switch self {
    case .float32: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: 4 * count)
    case .float16: ck_expand_f16(count, source, target)
    case .bfloat16: ck_expand_bf16(count, source, target)
    case .q4_0: ck_expand_q4_0(blocks, source, target)
    case .q4_1: ck_expand_q4_1(blocks, source, target)
    case .q8_0: ck_expand_q8_0(blocks, source, target)
    case .q4K: ck_expand_q4_k(blocks, source, target)
    case .q6K: ck_expand_q6_k(blocks, source, target)
    }
  }

  /// What the format calls a type; for one that is newer than this code, its number.
  static func name(of type: UInt32) -> String {
    let names: [UInt32: String] = [
      0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1",
      10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS",
      17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S",
      23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 30: "BF16",
      34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]
    return names[type] ?? "\(type)"
  }
}
